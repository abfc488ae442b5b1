from directives.models.directive import (
    Directive,
    DirectiveFile,
    DirectiveLink,
    DocumentType,
    Issuer,
    Receipt,
)
from directives.models.file import File
from directives.models.obligation import Obligation, ObligationHistory, ObligationLink
from directives.models.provision import Provision, ProvisionHistory

__all__ = [
    "Directive",
    "DirectiveFile",
    "DirectiveLink",
    "DocumentType",
    "File",
    "Issuer",
    "Obligation",
    "ObligationHistory",
    "ObligationLink",
    "Provision",
    "ProvisionHistory",
    "Receipt",
]
