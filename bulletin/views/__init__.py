"""What readers open: pages of the bulletin, and their way into and out of its mail."""

from bulletin.views.pages import (
    ArticleDetail,
    Attachment,
    Home,
    IssueDetail,
    IssueEditionFile,
    IssuePdf,
    SharedPreview,
    readership,
)

__all__ = [
    "ArticleDetail",
    "Attachment",
    "Home",
    "IssueDetail",
    "IssueEditionFile",
    "IssuePdf",
    "SharedPreview",
    "readership",
]
