"""What codes of these tables mean, as an extract of a household says it."""

from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.policies.filtering import choice_in_words
from geodata.policies.models import DoorAnswer


def question(answer: DoorAnswer) -> str:
    return str(answer.question)


def value(answer: DoorAnswer) -> str:
    """yes or no, a number, or what the choice is called."""
    match answer.value:
        case bool(told):
            return _("yes") if told else _("no")
        case int(number):
            return str(wording.figure(number))
        case code:
            return choice_in_words(answer.question, str(code))
