"""Addresses of awards: public pages, the secretary's, the desk's."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from awards import desk, views, workspace

app_name = "awards"

public = [
    path(_("awards/"), views.RoundList.as_view(), name="list"),
    path(_("awards/roll/"), views.Roll.as_view(), name="roll"),
    path(_("awards/<slug:slug>/"), views.RoundDetail.as_view(), name="detail"),
    path(_("awards/<slug:slug>/notice/"), views.Notice.as_view(), name="notice"),
    path(_("verify/"), views.Verify.as_view(), name="verify-form"),
    path(_("verify/file/"), views.VerifyFile.as_view(), name="verify-file"),
    path(_("verify/<str:token>/"), views.Verify.as_view(), name="verify"),
]

nomination = [
    path("", workspace.NominationDetail.as_view(), name="workspace-nomination"),
    path(_("edit/"), workspace.NominationEdit.as_view(), name="workspace-edit"),
    path(_("submit/"), workspace.NominationSubmit.as_view(), name="workspace-submit"),
    path(
        _("withdraw/"),
        workspace.NominationWithdraw.as_view(),
        name="workspace-withdraw",
    ),
    path(_("delete/"), workspace.NominationDelete.as_view(), name="workspace-delete"),
]

importing = [
    path("", workspace.ListDetail.as_view(), name="workspace-list"),
    path(
        _("to-correct/"),
        workspace.ListFaulty.as_view(),
        name="workspace-list-faulty",
    ),
    path(_("delete/"), workspace.ListDelete.as_view(), name="workspace-list-delete"),
]

mine = [
    path(_("nominate/"), workspace.NominationNew.as_view(), name="workspace-nominate"),
    path(_("excel/"), workspace.ListNew.as_view(), name="workspace-list-new"),
    path(
        _("excel/template/"),
        workspace.ListTemplate.as_view(),
        name="workspace-list-template",
    ),
]

secretary = [
    path("", workspace.MyRounds.as_view(), name="workspace-rounds"),
    path(_("nomination/<uuid:public_id>/"), include(nomination)),
    path(_("list/<uuid:public_id>/"), include(importing)),
    path(
        _("paper/<uuid:public_id>/"),
        workspace.PaperDownload.as_view(),
        name="workspace-paper",
    ),
    path("<slug:slug>/<slug:association>/", include(mine)),
]

one_round = [
    path("", desk.RoundDesk.as_view(), name="desk-round"),
    path(_("open/"), desk.RoundOpen.as_view(), name="desk-open"),
    path(_("close/"), desk.RoundClose.as_view(), name="desk-close"),
    path(_("reopen/"), desk.RoundReopen.as_view(), name="desk-reopen"),
    path(_("cancel/"), desk.RoundCancel.as_view(), name="desk-cancel"),
    path(_("meeting/"), desk.MeetingCall.as_view(), name="desk-call"),
    path(_("notice/"), desk.RoundNotice.as_view(), name="desk-notice"),
    path(_("decide/"), desk.RoundDecide.as_view(), name="desk-decide"),
    path(
        _("decide/draft/<slug:form>/"),
        desk.DecisionPreview.as_view(),
        name="desk-draft",
    ),
    path(_("submission/"), desk.RoundSubmission.as_view(), name="desk-submission"),
    path(_("present/"), desk.RoundPresent.as_view(), name="desk-present"),
    path(_("publish/"), desk.RoundPublish.as_view(), name="desk-publish"),
    path(_("certificates/"), desk.RunBegin.as_view(), name="desk-run-begin"),
    path(
        _("certificates/sample/"),
        desk.CertificatePreview.as_view(),
        name="desk-sample",
    ),
    path(_("register/"), workspace.ListNew.as_view(), name="desk-list-new"),
    path(
        _("register/template/"),
        workspace.ListTemplate.as_view(),
        name="desk-list-template",
    ),
]

one_nomination = [
    path("", desk.NominationDesk.as_view(), name="desk-nomination"),
    path(_("accept/"), desk.NominationAccept.as_view(), name="desk-accept"),
    path(_("return/"), desk.NominationReturn.as_view(), name="desk-return"),
    path(_("conflict/"), desk.NominationConflict.as_view(), name="desk-conflict"),
]

one_meeting = [
    path("", desk.MeetingDetail.as_view(), name="desk-meeting"),
    path(_("seats/"), desk.MeetingSeats.as_view(), name="desk-seats"),
    path(_("close/"), desk.MeetingClose.as_view(), name="desk-meeting-close"),
    path(_("minutes/"), desk.MeetingMinutes.as_view(), name="desk-minutes"),
    path(_("vote/<uuid:nomination>/"), desk.MeetingVote.as_view(), name="desk-vote"),
    path(
        _("vote/<uuid:nomination>/conflict/"),
        desk.MeetingBar.as_view(),
        name="desk-bar",
    ),
]

one_award = [
    path("", desk.AwardDesk.as_view(), name="desk-award"),
    path(_("correct/"), desk.AwardCorrect.as_view(), name="desk-correct"),
    path(_("revoke/"), desk.AwardRevoke.as_view(), name="desk-revoke"),
]

review = [
    path("", desk.RoundInbox.as_view(), name="desk-rounds"),
    path(_("votes/"), desk.MyVotes.as_view(), name="desk-my-votes"),
    path(_("figures/"), desk.Figures.as_view(), name="desk-figures"),
    path(_("figures/<slug:form>/"), desk.FiguresExport.as_view(), name="desk-export"),
    path(_("round/<slug:slug>/"), include(one_round)),
    path(_("nomination/<uuid:public_id>/"), include(one_nomination)),
    path(_("meeting/<uuid:public_id>/"), include(one_meeting)),
    path(_("award/<int:pk>/"), include(one_award)),
    path(_("objection/<int:pk>/"), desk.ObjectionAnswer.as_view(), name="desk-answer"),
    path(
        _("decision/<int:pk>/<slug:form>/"),
        desk.DecisionDownload.as_view(),
        name="desk-decision",
    ),
    path(_("making/<uuid:public_id>/"), desk.RunDetail.as_view(), name="desk-run"),
    path(
        _("making/<uuid:public_id>/file/"),
        desk.RunDownload.as_view(),
        name="desk-run-file",
    ),
    path(
        _("certificate/<int:pk>/"),
        desk.CertificateDownload.as_view(),
        name="desk-certificate",
    ),
]

urlpatterns = [
    *public,
    path(_("workspace/awards/"), include(secretary)),
    path(_("workspace/desk/awards/"), include(review)),
]
