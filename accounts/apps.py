"""The app's name as staff read it, and the site of their desk."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")


class DeskConfig(admin.AdminConfig):
    default = False
    default_site = "accounts.desk.Desk"
