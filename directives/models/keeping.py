"""Who keeps a document: enters what is missing, corrects it, adds obligations (rules.md 2.8)."""

from django.utils.translation import gettext_lazy as _

from agencies.models.standing import Standing
from directives.models.directive import Directive

# The codes of the documents that Home Affairs owns: the chairman's directive, 968, 29-KL/TU.
OF_HOME_AFFAIRS = ("HT", "968", "29KL")
OF_PPC = frozenset({"ppc", "leader", "ppc_office"})


def keeps(directive: Directive, standing: Standing) -> bool:
    """May correct the document: Home Affairs those that it follows, the PPC office those of the
    PPC and those that nobody registered, else the body that registered it."""
    if not standing.is_business:
        return False
    if directive.code in OF_HOME_AFFAIRS:
        return standing.is_home_affairs
    if directive.registered_by and directive.registered_by.agency_id in standing.bodies:
        return True
    issuer = directive.issuer.agency
    of_office = directive.registered_by is None or (issuer is not None and issuer.kind in OF_PPC)
    return standing.is_ppc_office and of_office


def keeper(directive: Directive) -> str:
    """Who keeps the document, in words."""
    if directive.code in OF_HOME_AFFAIRS:
        return str(_("Department of Home Affairs"))
    if directive.registered_by:
        return str(directive.registered_by.agency)
    return str(_("Office of the PPC"))


def keeps_obligations(directive: Directive, standing: Standing) -> bool:
    """May enter its obligations: Home Affairs; the PPC office for documents that it keeps."""
    return standing.is_home_affairs or (standing.is_ppc_office and keeps(directive, standing))
