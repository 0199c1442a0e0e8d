"""Buttons under a form that move a status: POST, with the form's own token."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.shortcuts import redirect
from django.utils.translation import gettext

from federation.access import checked_words
from federation.admin.together import Seen, Together
from federation.lifecycle import MoveRefused


@dataclass(frozen=True)
class Button:
    """One move: which, its word, who may press it, from which states it is offered."""

    transition: str
    label: str
    permission: str
    sources: frozenset = field(default_factory=frozenset)
    state: str = "status"
    arguments: tuple = ()
    with_reason: bool = False
    only_if: Callable = bool

    def offered(self, obj, user) -> bool:
        here = getattr(obj, self.state) in self.sources and self.only_if(obj)
        return here and user.has_perm(self.permission)


class ButtonsMixin(Together):
    """Put it after unfold's ModelAdmin: the buttons of a form that two people use."""

    buttons: tuple[Button, ...] = ()

    def changeform_view(self, request, object_id=None, form_url="", extra=None):
        extra = {"show_save_and_add_another": False} | (extra or {})
        return super().changeform_view(request, object_id, form_url, extra)

    def response_change(self, request, obj):
        """After a button the form stays: the next move is often the same person's."""
        if any(
            action.action_name in request.POST
            for action in self._get_base_actions_submit_line()
        ):
            return redirect(request.path)
        return super().response_change(request, obj)

    def press(self, request, obj, button: Button, reason: str = "") -> bool:
        """Move, and say in words what came of it."""
        arguments = (reason,) if button.with_reason else button.arguments
        try:
            checked_words({"reason": reason})
            getattr(obj, button.transition)(*arguments, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, gettext("Done: %(move)s.") % {"move": button.label})
        return True


def add_buttons(cls):
    """Make each of `buttons` a method that unfold shows in the submit line."""
    for number, button in enumerate(cls.buttons):
        name = f"press_{number}_{button.transition}"

        def pressed(self, request, obj, button=button):
            fresh = type(obj)._base_manager.get(pk=obj.pk)
            if button.offered(fresh, request.user):
                self.press(request, fresh, button, request.POST.get("reason", ""))
            else:
                messages.error(request, gettext("This move is not open to you now."))

        pressed.short_description = button.label
        pressed.attrs = {}
        pressed.button = button
        setattr(cls, name, pressed)
        cls.actions_submit_line = (*cls.actions_submit_line, name)
    return cls


class OfferedButtons(Seen):
    """Offer only the moves that are open from here to this person."""

    def get_actions_submit_line(self, request, object_id):
        obj = self.get_object(request, unquote(str(object_id))) if object_id else None
        return [
            found
            for found in super().get_actions_submit_line(request, object_id)
            if obj is not None and found.method.button.offered(obj, request.user)
        ]
