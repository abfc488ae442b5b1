from config import translations


def test_every_text_has_its_vietnamese():
    assert translations.missing() == []


def test_the_compiled_catalogue_is_the_catalogue():
    assert translations.is_compiled()


def test_a_text_without_vietnamese_would_be_found(monkeypatch):
    new = translations.Message("A text that nobody has translated yet")
    monkeypatch.setattr(translations, "messages", lambda: {new: "somewhere"})

    assert translations.missing() == ["somewhere: A text that nobody has translated yet"]
