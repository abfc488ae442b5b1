"""Form fields for files: examined when sent, and kept when the form is refused.

How a form uses them (any app above may):

    class ResultForm(KeepsFiles, forms.Form):
        attachments = KeptFilesField(label=_("Files"), required=False)  # any number
        scan = KeptFileField(label=_("Scan"), required=False)           # one, or None

    form = ResultForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        # list[Upload], and Upload or None
        submit(row, files=form.cleaned_data["attachments"], by=..., at=...)

and the action stores each with `directives.actions.file.store(upload, by=by, at=at)`.

- `KeepsFiles` adds the box "is_not_secret" after the other fields (name it so in a layout); it
  must be ticked when a file without readable text (a scan, a picture) is among them; one that is
  stored, and offered again, was confirmed when it was sent.
- Nothing else is to be done for a refused form: when it is printed again, whatever made it
  refuse (a field, the action's `form.add_error(None, ...)`), its good files are put aside and
  offered as ticked boxes; a box unticked drops the file.
- A conflict page carries them with `form.kept_pairs()`: hidden (name, value) pairs.
- In a template the field is printed like any other: `{{ form.attachments|as_crispy_field }}`.
  Do not call it "files": a form has an attribute of that name.

`DocumentField` is a text box in which a registered document is named by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import FileDrop, KeptFile, TidyField
from agencies.models import User
from directives import storage
from directives.actions import file as files
from directives.actions.file import Upload
from directives.models import Directive, File
from directives.models.directive import DirectiveQuerySet
from directives.models.recognition import cited


@dataclass(frozen=True)
class Sent:
    """What a browser sent for one field: new files, and tokens of files kept before."""

    files: tuple[Any, ...] = ()
    tokens: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.tokens)


class KeptFileInput(FileDrop):
    """A file box that keeps what was sent when it is printed again."""

    owner: int | None = None
    uploads: tuple[Upload, ...] = ()

    def value_from_datadict(self, data: Any, sent: Any, name: str) -> Sent:
        many = sent.getlist(name) if hasattr(sent, "getlist") else [sent.get(name)]
        tokens = data.getlist(f"{name}_kept") if hasattr(data, "getlist") else []
        return Sent(tuple(f for f in many if f is not None), tuple(tokens))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        self.kept = self.keep()
        return super().get_context(name, None, attrs)

    def keep(self) -> list[KeptFile]:
        """Put the examined files aside; one for which there is no room must be chosen again."""
        kept = []
        for upload in self.uploads:
            try:
                token = files.keep(upload, owner=self.owner or 0)
            except OSError:
                continue
            kept.append(KeptFile(token, upload.name, filesizeformat(upload.size)))
        return kept


class KeptFilesField(forms.Field):
    """Any number of files; cleaned to a list of `Upload`, each file once."""

    widget = KeptFileInput
    is_multiple = True
    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "gone": gettext_lazy("A kept file is no longer there: choose it again."),
        "single": gettext_lazy("Choose one file only."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.allow_multiple_selected = self.is_multiple
        if self.is_multiple:
            self.widget.attrs["multiple"] = True

    def clean(self, value: Sent | None) -> Any:
        uploads = self._examined(value or Sent())
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        return uploads

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def _examined(self, sent: Sent) -> list[Upload]:
        """All good files are remembered, so that one bad file does not lose the others."""
        good: list[Upload] = []
        errors: list[str] = []
        for one in (*sent.tokens, *sent.files):
            try:
                upload = self._one(one)
            except (files.Refused, files.NotKept) as refusal:
                errors.append(str(refusal) or str(self.error_messages["gone"]))
            else:
                good += [] if upload.sha256 in {u.sha256 for u in good} else [upload]
        self.widget.uploads = tuple(good)
        if not storage.has_room(sum(upload.size for upload in good)):
            errors.append(str(files.FULL))
        if errors:
            raise ValidationError(errors)
        return good

    def offer(self, file: File | None, *, owner: int) -> None:
        """Offer a stored file as one that is kept, ticked, until something is sent."""
        self.widget.owner = owner
        self.widget.uploads = (files.stored(file, owner=owner),) if file else ()

    def _one(self, sent: Any) -> Upload:
        if isinstance(sent, str):
            return files.kept(sent, owner=self.widget.owner or 0)
        return files.examine(sent.name or "", sent.file)


class KeptFileField(KeptFilesField):
    """One file; cleaned to an `Upload`, or None. A new file takes the place of the kept one."""

    is_multiple = False

    def clean(self, value: Sent | None) -> Upload | None:
        if value and value.files:
            value = Sent(value.files)
        uploads = super().clean(value)
        if len(uploads) > 1:
            raise ValidationError(self.error_messages["single"], code="single")
        return uploads[0] if uploads else None


class KeepsFiles(forms.Form):
    """A form with files: knows whose they are, and asks for the tick that a scan needs."""

    is_not_secret = forms.BooleanField(
        required=False,
        label=gettext_lazy("I confirm that the scans and pictures sent here are not secret"),
        help_text=gettext_lazy(
            "Needed for a new file whose text the system cannot read. In readable text it looks for"
            " secrecy markings itself."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "is_not_secret"])
        for name in self._file_names():
            self.fields[name].widget.owner = user.pk

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        unread = [u for u in self._uploads() if not (u.has_text or u.is_confirmed)]
        scans = [upload.name for upload in unread]
        if scans and not self.cleaned_data.get("is_not_secret"):
            names = ", ".join(f"“{name}”" for name in scans)
            self.add_error(
                "is_not_secret",
                _("The text of %(names)s cannot be read: confirm that it is not secret.")
                % {"names": names},
            )
        return cleaned

    def kept_pairs(self) -> list[tuple[str, str]]:
        """Hidden fields that carry the files over a page in between."""
        return [
            (f"{self[name].html_name}_kept", kept.token)
            for name in self._file_names()
            for kept in self.fields[name].widget.keep()
        ]

    def _file_names(self) -> list[str]:
        return [n for n, field in self.fields.items() if isinstance(field, KeptFilesField)]

    def _uploads(self) -> list[Upload]:
        return [u for name in self._file_names() for u in self.fields[name].widget.uploads]


class DocumentField(TidyField):
    """A registered document, named by its number (and date, when several bear the number), by a
    code such as HT, or by #12; cleaned to a `Directive`, or None.

    The form sets `among` (what the person sees); the widget offers `<datalist id="documents">`,
    which a page may print from `Directive.citation`.
    """

    among: DirectiveQuerySet

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.among = Directive.objects.none()
        self.widget.attrs |= {"list": "documents", "autocomplete": "off"}

    def clean(self, value: Any) -> Directive | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(cited(text, self.among).select_related("document_type", "issuer")[:2])
        if not found:
            raise ValidationError(
                _("No registered document is called “%(text)s”.") % {"text": text}
            )
        if len(found) > 1:
            raise ValidationError(
                _("Several documents bear the number “%(text)s”: write its date after it.")
                % {"text": text}
            )
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != (data or "")
