"""Components and forms print the kit's markup, escape what people typed, and need no script."""

import re
from pathlib import Path

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Row, Submit
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from agencies.fields import DateField, FileDrop, KeptFile, RadioCards
from config.gallery import samples

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NASTY = '<b onclick="x">Rà soát</b>'


class Assign(forms.Form):
    lead = forms.ChoiceField(
        label="Cơ quan chủ trì", help_text="Chỉ một cơ quan", choices=[("", "–"), ("1", "Sở Y tế")]
    )
    due_on = DateField(label="Hạn xử lý")
    kind = forms.ChoiceField(
        label="Loại thời hạn",
        choices=[("d", "Có hạn"), ("n", "Chưa có hạn")],
        widget=RadioCards(columns=3),
    )
    paper = forms.FileField(label="Tệp", widget=FileDrop, required=False)
    agree = forms.BooleanField(label="Xác nhận không mật")


class AssignWithLayout(Assign):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(
                "Căn cứ", Row(Field("lead", wrapper_class="grow"), "due_on"), css_class="card"
            ),
            Div("kind", "paper", css_class="card"),
            "agree",
            Submit("save", "Giao nhiệm vụ"),
        )


def crispy(form: forms.Form, tag: str = "{% crispy form %}") -> str:
    from django.template import engines

    text = "{% load crispy_forms_tags %}" + tag
    return engines["django"].from_string(text).render({"form": form}, RequestFactory().get("/"))


def test_a_refused_form_links_from_its_summary_to_every_field() -> None:
    html = crispy(Assign({}))

    assert "data-focus" in html
    for target in re.findall(r'href="#(\w+)"', html):
        assert f'id="{target}"' in html
    assert set(re.findall(r'href="#(\w+)"', html)) == {
        "id_lead",
        "id_due_on",
        "id_kind",
        "id_agree",
    }


def test_hint_and_error_are_named_by_the_field() -> None:
    html = crispy(Assign({}))

    box = re.search(r'<select[^>]+id="id_lead"[^>]*>', html)[0]
    named = re.search(r'aria-describedby="([^"]+)"', box)[1].split()
    assert named == ["id_lead_helptext", "id_lead_error"]
    assert 'aria-invalid="true"' in box
    for name in named:
        assert f'id="{name}"' in html


def test_an_untouched_form_shows_no_error_and_lets_the_server_speak() -> None:
    html = crispy(AssignWithLayout())

    assert "novalidate" in html
    assert 'enctype="multipart/form-data"' in html
    assert "csrfmiddlewaretoken" in html
    assert 'class="err"' not in html
    assert "data-focus" not in html


def test_a_layout_prints_sections_rows_and_one_button() -> None:
    html = crispy(AssignWithLayout())

    assert '<fieldset class="field card" ><legend>Căn cứ</legend>' in html
    assert '<div class="field grow">' in html
    assert 'class="opts opts-3"' in html
    assert re.search(r'<button type="submit" name="save"[^>]+class="btn', html)


def test_fields_without_their_form_carry_no_form_tag() -> None:
    html = crispy(Assign(), "{{ form|crispy }}")

    assert "<form" not in html
    assert html.count('class="opt"') == 2


def test_a_refused_form_keeps_its_file() -> None:
    form = Assign({})
    form.fields["paper"].widget.kept = [KeptFile("a1", "Báo cáo.pdf", "1,4 MB")]

    html = crispy(form)

    assert re.search(r"<input[^>]+name=\"paper_kept\" value=\"a1\"", html)
    assert "Báo cáo.pdf" in html


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_gallery_shows_every_component(language: str) -> None:
    with override(language):
        html = render_to_string(
            "components/gallery.html", samples() | {"is_demo": False}, RequestFactory().get("/")
        )

    assert f'<html lang="{language}">' in html
    for mark in (
        "pill p-late",
        "due",
        "tally",
        "ledger",
        "five",
        "meta",
        "why",
        "heldbar",
        "mx",
        "story",
        "chain",
        "views",
        "filter",
        "bulk",
        "pager",
        "note",
        "empty",
        "drop",
    ):
        assert f'class="{mark}' in html, mark
    assert len(re.findall(r"<h1", html)) == 1
    assert not re.search(r"<[^>]+ (style|on\w+)=", html)
    assert "<style" not in html
    assert re.findall(r"<script[^>]*>", html) == ['<script src="' + script(html) + '" defer>']


def script(html: str) -> str:
    return re.search(r'<script src="([^"]+)"', html)[1]


def test_what_people_typed_is_text() -> None:
    one = {"text": NASTY, "is_strong": True}
    when = samples()["story"][0]["when"]
    item = {"when": when, "tone": "", "icon": "doc", "parts": [one], "quote": NASTY, "small": NASTY}
    pages = [
        render_to_string("components/timeline.html", {"items": [item]}),
        render_to_string("components/pill.html", {"kind": "ok", "label": NASTY}),
        render_to_string("components/note.html", {"tone": "info", "text": NASTY}),
        crispy(Assign({"due_on": NASTY})),
    ]

    for html in pages:
        assert "<b onclick" not in html
        assert "&lt;b onclick" in html


def test_a_page_without_a_request_still_has_its_frame() -> None:
    html = render_to_string("500.html")

    assert 'id="main"' in html
    assert "<nav" not in html


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html", "csrf.html", "500.html"])
def test_every_error_page_has_one_title_and_a_way_back(name: str) -> None:
    html = render_to_string(name, {"is_demo": False}, RequestFactory().get("/"))

    assert len(re.findall(r"<h1", html)) == 1
    assert 'href="/"' in html


def test_a_conflict_keeps_both_versions() -> None:
    conflict = {
        "title": "Nhiệm vụ này vừa được người khác sửa",
        "saved_by": "Phạm Văn D",
        "saved_at": samples()["story"][0]["when"],
        "rows": [{"label": "Sản phẩm", "current": "Báo cáo", "typed": NASTY, "is_changed": True}],
        "fields": [("product", NASTY), ("revision", "7")],
        "action": "/assignments/1/edit/",
        "back_url": "/assignments/1/",
    }

    html = render_to_string(
        "conflict.html", {"conflict": conflict, "is_demo": False}, RequestFactory().get("/")
    )

    assert '<input type="hidden" name="revision" value="7">' in html
    assert html.count("&lt;b onclick") == 2


def test_every_component_says_its_parameters_first() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        assert path.read_text().startswith("{# "), path.name


def test_templates_stay_short_and_safe() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        assert text.count("\n") < 120, path
        assert not re.search(r"\|safe\b|autoescape off| style=| on\w+=\"", text), path
