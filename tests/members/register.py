"""The addresses of the register, and how a test asks for them."""

from django.urls import reverse

READ = ["workspace-register", "workspace-members-excel", "workspace-numbers"]
WRITE = [
    *("workspace-member-add", "workspace-duplicates", "workspace-import-new"),
    *("workspace-import-template", "workspace-number-add"),
]
READ_ONE = ["workspace-member"]
WRITE_ONE = [
    *("workspace-member-edit", "workspace-member-leave", "workspace-member-delete"),
    "workspace-member-merge",
]


def url(name, *args, **query):
    return reverse(f"members:{name}", args=args, query=query)


def names(response):
    return [row.full_name for row in response.context["members"]]


def addresses(scene, member, groups):
    for group in groups:
        for name in group:
            one = group in (READ_ONE, WRITE_ONE)
            yield url(name, member.pk if one else scene.association.slug)
