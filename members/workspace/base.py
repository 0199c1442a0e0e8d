"""Which dossiers are a secretary's, and the steps of the guided form."""

from django.utils.translation import gettext_lazy

from federation.access import OfficeMixin
from federation.models import Role
from members.models import BranchRequest

STEPS = {
    "what": gettext_lazy("What is asked for"),
    "committee": gettext_lazy("Proposed committee"),
    "members": gettext_lazy("Proposed members"),
    "documents": gettext_lazy("Papers"),
    "review": gettext_lazy("Check and submit"),
}


class MyDossiers(OfficeMixin):
    """The dossiers this secretary may touch; anything else is a 404."""

    roles = (Role.ASSOCIATION_SECRETARY,)
    model = BranchRequest
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "dossier"

    def get_queryset(self):
        return BranchRequest.objects.managed_by(self.request.user).for_rows()


def steps_of(dossier, current="") -> list[dict]:
    """The steps of its kind: done, current or open, each with its address."""
    open_steps = {gap.step for gap in dossier.gaps()} if dossier.pk else set()
    return [
        {
            "name": name,
            "label": STEPS[name],
            "url": dossier.address(f"workspace-dossier-{name}") if dossier.pk else "",
            "is_now": name == current,
            "is_done": bool(dossier.pk)
            and name not in {"review", current, *open_steps},
        }
        for name in dossier.effect.steps
    ]


def next_step(request, dossier, current: str) -> str:
    """After saving: the next step, or the dossier for whoever wants to stop here."""
    if "later" in request.POST:
        return dossier.get_absolute_url()
    steps = dossier.effect.steps
    following = steps[steps.index(current) + 1]
    if "more" in request.POST:
        following = current
    return dossier.address(f"workspace-dossier-{following}")
