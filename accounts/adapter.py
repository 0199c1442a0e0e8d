"""Where allauth asks us: closed sign-up, sealed secrets."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class FactorAdapter(DefaultMFAAdapter):
    pass
