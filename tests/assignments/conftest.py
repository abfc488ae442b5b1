"""Fixtures that the tests of assignments share."""

import pytest


@pytest.fixture
def own_files(settings, tmp_path):
    """Files go to a folder of the test, and a person signs in without a second step."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.MFA_REQUIRED = False
