import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_list(world, sign_in):
    client = sign_in(world.specialist)
    answer = client.get(reverse("directive-list"))
    assert answer.status_code == 200, answer.content
    print(answer.content.decode())
