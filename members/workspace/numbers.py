"""How many members an association and its branches have, without a name."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from members import actions
from members.forms import CountForm
from members.models import WRITERS, Numbers
from members.workspace.register import MyRegisters


class NumberList(MyRegisters, TemplateView):
    """What is reported and what is listed, branch by branch and added up."""

    template_name = "members/workspace/number_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(numbers=Numbers(self.association), **kwargs)


class NumberAdd(MyRegisters, FormView):
    """Report the number of a day, of the association or of one branch."""

    roles = WRITERS
    template_name = "members/workspace/number_form.html"
    form_class = CountForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"association": self.association}

    def get_initial(self):
        wanted = self.request.GET.get("of", "")
        return {"organization": wanted if wanted.isdecimal() else self.association.pk}

    def post(self, request, *args, **kwargs):
        """Of two at once for one day the second corrects the first."""
        with transaction.atomic():
            actions.hold_register(self.association)
            return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("The number is kept."))
        return redirect("members:workspace-numbers", slug=self.association.slug)
