"""What an empty list of the desk says: what will stand there, and how to begin."""

from django.utils.translation import gettext_lazy as _

BEGIN = {
    "accounts.LoginEvent": _(
        "Every attempt to log in stands here from the first one on."
    ),
    "accounts.User": _(
        "People who log in. Add the first account: an invitation goes to its address."
    ),
    "auth.Group": _(
        "The roles come with the portal: the administrator runs “sync_roles”."
    ),
    "awards.Award": _(
        "Whom the union commended. Most come in when a decision is issued; past ones "
        "are added here."
    ),
    "awards.CertificateDesign": _(
        "What the printed certificate looks like. Begin with the one used most."
    ),
    "awards.CommendationDecision": _(
        "Decisions with number, day and scan. They come from a round; past ones are "
        "added here."
    ),
    "awards.CommendationForm": _(
        "What can be conferred, such as a certificate of merit. Begin with the form "
        "conferred most."
    ),
    "awards.CommendationLevel": _(
        "Who confers: the union, the city, the State. Begin with the union."
    ),
    "awards.CommendationRound": _(
        "A round gathers nominations until a day and ends with a decision. Open the "
        "first with its name and its days."
    ),
    "awards.CommendationType": _(
        "What a commendation is for: a year, a campaign, a contribution. Begin with "
        "the yearly one."
    ),
    "awards.CouncilRules": _(
        "How the council votes: how many must be there, how many must agree."
    ),
    "awards.ExternalAward": _(
        "Commendations that others gave the union and its associations. Add the latest."
    ),
    "awards.NominationRequirement": _(
        "Papers that a nomination must bring. Begin with the report of achievements."
    ),
    "bulletin.Article": _(
        "Articles of the bulletin, from draft to published. Write the first: it is "
        "seen by readers once it is published."
    ),
    "bulletin.Delivery": _("One row for each copy of a newsletter that went out."),
    "bulletin.Issue": _(
        "Numbers of the bulletin with their contents and files. Add the next number, "
        "then choose its articles."
    ),
    "bulletin.Mailing": _(
        "Newsletters to those who signed up. Write the first: nothing goes out "
        "before you release it."
    ),
    "bulletin.Publication": _(
        "The bulletin itself: its name, its licence, what its newsletter may send."
    ),
    "bulletin.PublicationLicense": _(
        "Licences to publish with the day they end. Add the one in force."
    ),
    "bulletin.Section": _(
        "Sections that articles are sorted into. Begin with the one written for most."
    ),
    "events.Album": _(
        "Photographs of an event. Make an album, then put all pictures in at once."
    ),
    "events.Anniversary": _(
        "Days to congratulate on: national days, relations, birthdays of partners. "
        "Add a day with its source."
    ),
    "events.CalendarPolicy": _(
        "When reminders go out and who gets them, for the whole union."
    ),
    "events.Call": _("One row for each call to a program of others."),
    "events.Caution": _(
        "What to mind on a day or with a country. A note appears wherever the day is "
        "planned."
    ),
    "events.Event": _(
        "Meetings, exchanges, celebrations. Add the next one: readers see it once it "
        "is published."
    ),
    "events.GreetingTemplate": _(
        "Letters of congratulation to begin from. Write one for national days."
    ),
    "events.Occurrence": _(
        "The days of each year stand here, counted from the anniversaries. Add an "
        "anniversary first."
    ),
    "events.Reminder": _(
        "Reminders with when they go out and whether they arrived. They come from "
        "the rules of reminding."
    ),
    "events.ReminderRule": _(
        "How many days ahead whom is reminded of what. Begin with 30 days for "
        "national days."
    ),
    "events.TaskTemplate": _(
        "What has to be done before a day of this kind. Begin with the letter of "
        "congratulation."
    ),
    "events.Webhook": _(
        "Programs of others that are told of reminders. Add one when its office asks "
        "for it."
    ),
    "federation.AidProject": _(
        "Projects with aid from abroad: donor, sum, years. Add one from its decision."
    ),
    "federation.Appointment": _(
        "Who sits in which body from when to when. Add the chair first."
    ),
    "federation.Body": _(
        "Standing committee, executive committee, inspection. Add the standing "
        "committee, then its people."
    ),
    "federation.Breach": _(
        "Incidents with people's data. Write one down as soon as it is noticed: its "
        "clock runs."
    ),
    "federation.Congress": _(
        "Congresses with their day, place and term. Add the latest."
    ),
    "federation.Consent": _(
        "What people agreed to, with the text they read. Most write it themselves."
    ),
    "federation.ConsentText": _(
        "What people read before they agree. A new wording is a new text."
    ),
    "federation.Country": _(
        "Countries the union has friends in. They come with the reference data."
    ),
    "federation.DataRequest": _(
        "What people ask about their own data. Write down what comes by letter or "
        "telephone."
    ),
    "federation.Document": _(
        "Statutes, plans, decisions, reports. Add one with number, day and file; "
        "readers see what is public."
    ),
    "federation.DocumentRegister": _(
        "The next number of each register. It counts by itself once a document is "
        "numbered."
    ),
    "federation.Erasure": _(
        "Requests to erase what is kept about somebody. Begin one from the request "
        "of that person."
    ),
    "federation.Figure": _(
        "Figures with their source, shown on the page of figures. Add one from the "
        "yearly report."
    ),
    "federation.FundDrive": _(
        "Collections and what became of them. Add one with its aim and its days."
    ),
    "federation.LegalBasis": _(
        "Laws and rules that decisions are founded on. Add the statutes first."
    ),
    "federation.MovedDay": _(
        "Days off and made-up working days as the Government announces them. Enter "
        "them each autumn."
    ),
    "federation.Office": _(
        "Who acts for which association or for the union, from when to when. Give "
        "the first office to a secretary."
    ),
    "federation.Organization": _(
        "Associations, branches and partners by name. They are added on their own "
        "desks."
    ),
    "federation.Page": _(
        "Pages of plain text, such as the history of the union. Write the first."
    ),
    "federation.Partner": _(
        "Organisations abroad and at home that the union works with. Add one with "
        "its country."
    ),
    "federation.Person": _(
        "People in office, artists, friends. Somebody is added once and then chosen "
        "everywhere."
    ),
    "federation.Photo": _(
        "Pictures with credit and description. They come with articles, albums and "
        "people."
    ),
    "federation.PrivacyLimit": _(
        "How long what is kept. The rows come with the reference data."
    ),
    "federation.Term": _(
        "Terms of office. Add the present one, then the people of its bodies."
    ),
    "federation.TermReminder": _(
        "Who was told that a term runs out. Rows come by themselves."
    ),
    "federation.TermReminderRule": _("How many days before a term ends who is told."),
    "federation.TranslationState": _(
        "Which texts exist in English and which are behind. A row comes with each text."
    ),
    "federation.TwinCity": _(
        "Cities that have signed with ours. Add one with its day of signing and its "
        "source."
    ),
    "federation.Union": _(
        "The union itself: name, address, who answers for the content. Fill it in "
        "first of all."
    ),
    "members.Association": _(
        "Friendship associations. Add one with its country, then give its secretary "
        "an office."
    ),
    "members.Branch": _(
        "Branches of the associations. They come from dossiers; those that exist "
        "already come in from a list."
    ),
    "members.BranchChange": _(
        "What was decided about branches: founding, merging, ending. Rows come from "
        "decisions."
    ),
    "members.BranchRequest": _(
        "Dossiers that secretaries sent in. Begun in the workspace, answered there."
    ),
    "members.DecisionTemplate": _(
        "Decisions to print from. Add one for each kind of dossier."
    ),
    "members.DossierRequirement": _(
        "Papers that a dossier must bring. Begin with those for founding a branch."
    ),
    "members.Member": _(
        "Members of the branches. Secretaries enter them in the workspace, one by "
        "one or from a list."
    ),
    "members.MembershipCount": _(
        "How many members each association reported for a day. Add the latest report."
    ),
    "members.PastHost": _(
        "Under which roof a branch was before. Rows come from decisions."
    ),
    "outbox.Balance": _(
        "What was promised and what was sent, day by day. The first row comes with "
        "the first mail."
    ),
    "outbox.Brake": _("One switch that stops all mail. It comes with the portal."),
    "outbox.Heartbeat": _(
        "Whether the workers are alive. A row comes when the first one starts."
    ),
    "outbox.Message": _("Every mail that was decided on, with what became of it."),
    "portal.Announcement": _(
        "Planned downtime with its begin and end. Add it as early as you know it: "
        "readers see it at once."
    ),
    "portal.Feedback": _(
        "What readers write on the contact page. The office is told by mail and "
        "answers from here."
    ),
    "portal.Opinion": _(
        "How many readers found a page helpful, month by month. Rows come with the "
        "first press."
    ),
}
