"""Addresses of members: public pages, the secretary's, the desk's."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from members import desk, views, workspace

app_name = "members"

public = [
    path(_("associations/"), views.AssociationList.as_view(), name="associations"),
    path(
        _("associations/<slug:slug>/"),
        views.AssociationDetail.as_view(),
        name="association",
    ),
    path(_("branches/"), views.BranchList.as_view(), name="branches"),
    path(_("branches/<slug:slug>/"), views.BranchDetail.as_view(), name="branch"),
    path(
        _("branches/<slug:slug>/terms/<term_years:years>/"),
        views.BranchTerm.as_view(),
        name="branch-term",
    ),
]

dossier = [
    path("", workspace.DossierDetail.as_view(), name="workspace-dossier"),
    path(_("branch/"), workspace.DossierWhat.as_view(), name="workspace-dossier-what"),
    path(
        _("committee/"),
        workspace.DossierCommittee.as_view(),
        name="workspace-dossier-committee",
    ),
    path(
        _("members/"),
        workspace.DossierMembers.as_view(),
        name="workspace-dossier-members",
    ),
    path(
        _("members/excel/"),
        workspace.MembersTemplate.as_view(),
        name="workspace-members-template",
    ),
    path(
        _("papers/"),
        workspace.DossierDocuments.as_view(),
        name="workspace-dossier-documents",
    ),
    path(
        _("papers/<int:pk>/remove/"),
        workspace.PaperRemove.as_view(),
        name="workspace-paper-remove",
    ),
    path(
        _("review/"),
        workspace.DossierReview.as_view(),
        name="workspace-dossier-review",
    ),
    path(
        _("submit/"),
        workspace.DossierSubmit.as_view(),
        name="workspace-dossier-submit",
    ),
    path(
        _("withdraw/"),
        workspace.DossierWithdraw.as_view(),
        name="workspace-dossier-withdraw",
    ),
    path(
        _("delete/"),
        workspace.DossierDelete.as_view(),
        name="workspace-dossier-delete",
    ),
    path(
        _("remarks/<int:remark>/answer/"),
        workspace.RemarkAnswer.as_view(),
        name="workspace-remark-answer",
    ),
    path(
        _("members/import/"),
        workspace.FoundersImport.as_view(),
        name="workspace-dossier-founders",
    ),
    path(_("copy/"), workspace.DossierCopy.as_view(), name="workspace-dossier-copy"),
]

member = [
    path("", workspace.MemberDetail.as_view(), name="workspace-member"),
    path(_("edit/"), workspace.MemberEdit.as_view(), name="workspace-member-edit"),
    path(_("leave/"), workspace.MemberLeave.as_view(), name="workspace-member-leave"),
    path(
        _("return/"), workspace.MemberReturn.as_view(), name="workspace-member-return"
    ),
    path(
        _("delete/"), workspace.MemberDelete.as_view(), name="workspace-member-delete"
    ),
    path(_("merge/"), workspace.MemberMerging.as_view(), name="workspace-member-merge"),
]

register = [
    path("", workspace.MemberList.as_view(), name="workspace-register"),
    path(_("add/"), workspace.MemberAdd.as_view(), name="workspace-member-add"),
    path("excel/", workspace.MemberExcel.as_view(), name="workspace-members-excel"),
    path(_("numbers/"), workspace.NumberList.as_view(), name="workspace-numbers"),
    path(_("numbers/add/"), workspace.NumberAdd.as_view(), name="workspace-number-add"),
    path(
        _("duplicates/"),
        workspace.DuplicateList.as_view(),
        name="workspace-duplicates",
    ),
    path(_("import/"), workspace.ImportNew.as_view(), name="workspace-import-new"),
    path(
        _("import/template/"),
        workspace.MembersExcel.as_view(),
        name="workspace-import-template",
    ),
]

importing = [
    path("", workspace.ImportDetail.as_view(), name="workspace-import"),
    path(
        _("to-correct/"),
        workspace.ImportFaulty.as_view(),
        name="workspace-import-faulty",
    ),
    path(
        _("delete/"), workspace.ImportDelete.as_view(), name="workspace-import-delete"
    ),
]

people = [
    path("", workspace.RegisterHome.as_view(), name="workspace-members"),
    path(_("person/<int:pk>/"), include(member)),
    path(_("list/<uuid:public_id>/"), include(importing)),
    path(
        _("merge/<int:pk>/undo/"),
        workspace.MergeUndo.as_view(),
        name="workspace-merge-undo",
    ),
    path("<slug:slug>/", include(register)),
]

secretary = [
    path(_("members/"), include(people)),
    path(
        _("association/"),
        workspace.MyAssociations.as_view(),
        name="workspace-associations",
    ),
    path(
        _("association/<slug:slug>/profile/"),
        workspace.ProfileEdit.as_view(),
        name="workspace-profile",
    ),
    path(_("dossiers/"), workspace.DossierList.as_view(), name="workspace-dossiers"),
    path(
        _("dossiers/new/"),
        workspace.DossierCreate.as_view(),
        name="workspace-dossier-new",
    ),
    path(_("dossiers/<uuid:public_id>/"), include(dossier)),
    path(_("my-branch/"), workspace.MyBranch.as_view(), name="workspace-my-branch"),
    path(_("branches/"), workspace.BranchList.as_view(), name="workspace-branches"),
    path(
        _("branches/<slug:slug>/"),
        workspace.BranchWork.as_view(),
        name="workspace-branch",
    ),
    path(
        _("branches/<slug:slug>/begin/<slug:kind>/"),
        workspace.DossierBegin.as_view(),
        name="workspace-begin",
    ),
    path(
        _("offers/<uuid:public_id>/"),
        workspace.OfferDetail.as_view(),
        name="workspace-offer",
    ),
    path(
        _("offers/<uuid:public_id>/agree/"),
        workspace.OfferAgree.as_view(),
        name="workspace-offer-agree",
    ),
    path(
        _("dossiers/<uuid:public_id>/decision/<slug:form>/"),
        workspace.DecisionDownload.as_view(),
        name="workspace-decision",
    ),
    path(
        _("files/<uuid:public_id>/"),
        workspace.FileDownload.as_view(),
        name="workspace-file",
    ),
]

branch_office = [
    path(_("import/"), desk.BranchesImport.as_view(), name="desk-branches-import"),
    path(
        _("import/template/"),
        desk.BranchesExcel.as_view(),
        name="desk-branches-template",
    ),
    path(
        "<slug:slug>/",
        include(
            [
                path(
                    _("edit/"), desk.BranchCorrect.as_view(), name="desk-branch-correct"
                ),
                path(
                    _("committee/"),
                    desk.BranchCommittee.as_view(),
                    name="desk-branch-committee",
                ),
            ]
        ),
    ),
]

review = [
    path(_("desk/"), desk.DossierInbox.as_view(), name="desk-dossiers"),
    path(_("desk/"), include([path(_("branches/"), include(branch_office))])),
    path(_("desk/profiles/"), desk.ProfileList.as_view(), name="desk-profiles"),
    path(_("desk/profiles/<int:pk>/"), desk.ProfileDesk.as_view(), name="desk-profile"),
    path(_("desk/<uuid:public_id>/"), desk.DossierDesk.as_view(), name="desk-dossier"),
    path(
        _("desk/<uuid:public_id>/start/"),
        desk.DossierStart.as_view(),
        name="desk-start",
    ),
    path(
        _("desk/<uuid:public_id>/take-over/"),
        desk.DossierTakeOver.as_view(),
        name="desk-take-over",
    ),
    path(
        _("desk/<uuid:public_id>/check/"),
        desk.DossierCheck.as_view(),
        name="desk-check",
    ),
    path(
        _("desk/<uuid:public_id>/decide/"),
        desk.DossierDecide.as_view(),
        name="desk-decide",
    ),
    path(
        _("desk/<uuid:public_id>/preview/<slug:form>/"),
        desk.DecisionPreview.as_view(),
        name="desk-preview",
    ),
    path(
        _("desk/<uuid:public_id>/try-again/"),
        desk.DecisionRetry.as_view(),
        name="desk-retry",
    ),
    path(
        _("desk/<uuid:public_id>/scan/"),
        desk.DecisionScan.as_view(),
        name="desk-scan",
    ),
    path(
        _("desk/<uuid:public_id>/reject/"),
        desk.DossierReject.as_view(),
        name="desk-reject",
    ),
    path(
        _("desk/<uuid:public_id>/acknowledge/"),
        desk.DossierAcknowledge.as_view(),
        name="desk-acknowledge",
    ),
]

urlpatterns = [
    *public,
    path(_("workspace/"), include([*secretary, *review])),
]
