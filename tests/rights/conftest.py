import pytest

from tests.rights.province import Province


@pytest.fixture
def province(world, settings) -> Province:
    settings.MFA_REQUIRED = False
    return Province(world)
