"""Languages: message catalogues, labels in several languages, and which language a reader wants."""

from paidan.kernel.i18n.catalogue import DEFAULT_LANGUAGE, LANGUAGES, Label, label_in, load_catalogue, translate
from paidan.kernel.i18n.negotiating import pick_language

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Label", "label_in", "load_catalogue", "pick_language", "translate"]
