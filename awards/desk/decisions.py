"""Signing the decision, changing an award by a new one, making certificates."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from awards import actions, documents
from awards.desk.base import DeskAsk, RightMixin, RoundMixin
from awards.forms import CorrectForm, DecideForm, RevokeForm
from awards.models import (
    Award,
    Certificate,
    CertificateDesign,
    CertificateRun,
    CommendationDecision,
)
from federation.papers import BrokenTemplate
from federation.uploads import give


def proposed(form) -> dict:
    """What the last decision of this form said, else what the office wrote for it."""
    last = CommendationDecision.objects.filter(form=form).order_by("-pk").first()
    return {
        "bases": "\n".join(documents.bases_of(form, timezone.localdate())),
        "recipients": form.recipients or (last.recipients if last else ""),
        "authority": form.authority or (last.authority if last else ""),
        "signer_title": form.signer_title or (last.signer_title if last else ""),
        "signer": last.document.signer if last else "",
    }


class RoundDecide(RoundMixin, DeskAsk):
    """The leader signs: number, awards and register numbers come together."""

    right = "decide_commendation"
    form_class = DecideForm
    template_name = "awards/desk/decide.html"
    title, submit = (
        gettext_lazy("Sign the decision"),
        gettext_lazy("Issue the decision"),
    )
    lead = gettext_lazy(
        "The decision takes the next number, each award the next one of its register."
    )
    done = gettext_lazy("Issued. The associations have been told.")

    def get_initial(self):
        return proposed(self.object.form)

    def take(self, form):
        actions.issue(self.object, by=self.request.user, **form.signed())

    def get_context_data(self, **kwargs):
        rows = self.object.nominations.filter(status="recommended")
        return super().get_context_data(
            hurdles=actions.why_not_yet(self.object, by=self.request.user),
            recommended=rows.in_order(),
            **kwargs,
        )


class DecisionPreview(RoundMixin, SingleObjectMixin, View):
    """The decision as it would be, marked as a draft; nothing is kept."""

    def get(self, request, *args, **kwargs):
        if kwargs["form"] not in {"pdf", "docx"}:
            raise Http404
        round_ = self.get_object()
        words = proposed(round_.form)
        draft = {name: words[name] for name in ("bases", "recipients", "authority")}
        draft["signer_title"] = words["signer_title"]
        try:
            made = documents.preview(round_, kwargs["form"], draft)
        except BrokenTemplate as broken:
            messages.error(request, str(broken))
            return redirect(round_.get_desk_url())
        return give(ContentFile(made), name=f"{round_.slug}.{kwargs['form']}")


class DecisionDownload(RightMixin, SingleObjectMixin, View):
    """The decision to be signed, as Word or PDF, made once."""

    right = "view_commendationdecision"
    model = CommendationDecision

    def get(self, request, *args, **kwargs):
        decision = self.get_object(CommendationDecision.objects.for_rows())
        if decision.issued_at is None or kwargs["form"] not in {"pdf", "docx"}:
            raise Http404
        paper = documents.paper_of(decision)
        file = paper.pdf if kwargs["form"] == "pdf" else paper.word
        code = "".join(c if c.isalnum() else "-" for c in decision.document.code)
        return give(file, name=f"{code}.{kwargs['form']}")


class AwardMixin(RightMixin):
    right = "view_award"
    model = Award
    context_object_name = "award"

    def get_queryset(self):
        return Award.objects.select_related(
            *("form", "round__form", "decision__document", "revocation"),
            "correction__document",
        )


class AwardDesk(AwardMixin, DetailView):
    """One line of the register with its certificates and what changed it."""

    template_name = "awards/desk/award_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            certificates=self.object.certificates.all(),
            changes=self.object.changes.select_related("decision__document"),
            may=self.rights(),
            **kwargs,
        )


class AwardAsk(AwardMixin, DeskAsk):
    """A later decision about one award."""

    right = "decide_commendation"

    def get_initial(self):
        return proposed(self.object.form)


class AwardCorrect(AwardAsk):
    form_class = CorrectForm
    title, submit = gettext_lazy("Correct by a new decision"), gettext_lazy("Correct")
    lead = gettext_lazy("Only a slip of the pen; the code on the paper stays the same.")
    done = gettext_lazy("Corrected. Make the certificate anew.")

    def get_queryset(self):
        """What an old register says is put right in its own form."""
        return super().get_queryset().filter(decision__isnull=False)

    def take(self, form):
        actions.correct(
            self.object,
            by=self.request.user,
            mistake=form.cleaned_data["mistake"],
            values=form.values(),
            note=form.cleaned_data["note"],
            **form.signed(),
        )


class AwardRevoke(AwardAsk):
    form_class = RevokeForm
    title, submit = gettext_lazy("Revoke by a new decision"), gettext_lazy("Revoke")
    lead = gettext_lazy("Whoever checks the certificate reads it at once, and why.")
    done = gettext_lazy("Revoked.")

    def take(self, form):
        actions.revoke(
            self.object,
            by=self.request.user,
            ground=form.cleaned_data["ground"],
            note=form.cleaned_data["note"],
            **form.signed(),
        )


class RunBegin(RoundMixin, SingleObjectMixin, View):
    """Ask for all certificates of a round; twice is once."""

    right = "present_round"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        return redirect(CertificateRun.begin(self.get_object(), by=request.user))


class RunMixin(RightMixin):
    right = "present_round"
    model = CertificateRun
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "run"

    def get_queryset(self):
        return CertificateRun.objects.select_related("round__form")


class RunDetail(RunMixin, DetailView):
    """How far it is; then the file for the printer, and what did not fit."""

    template_name = "awards/desk/run_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            broken=[row for row in self.object.shrunk if row["broken"]], **kwargs
        )


class RunDownload(RunMixin, SingleObjectMixin, View):
    """All certificates in one file."""

    def get(self, request, *args, **kwargs):
        run = self.get_object(self.get_queryset().exclude(file=""))
        return give(run.file, name=f"{run.round.slug}.pdf")


class CertificateDownload(RightMixin, SingleObjectMixin, View):
    """One certificate, byte for byte as it was made."""

    right = "view_certificate"
    model = Certificate

    def get(self, request, *args, **kwargs):
        made = self.get_object(Certificate.objects.select_related("award"))
        mark = made.award.register_mark.replace("/", "-")
        return give(made.file, name=f"{mark}-{made.version}.pdf")


class CertificatePreview(RoundMixin, SingleObjectMixin, View):
    """The layout with the longest real name; nothing is kept."""

    right = "present_round"

    def get(self, request, *args, **kwargs):
        round_ = self.get_object()
        design = CertificateDesign.objects.of(round_.form)
        if design is None:
            messages.error(request, _("This form has no layout of certificates yet."))
            return redirect(round_.get_desk_url())
        with documents.Press(design) as press:
            made = press.set([documents.longest_name(round_)])
        name = _("sample")
        return give(ContentFile(made), name=f"{round_.slug}-{name}.pdf")
