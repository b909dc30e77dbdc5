"""Shipping: objects that come with the product, written as drafts and put in place at each start of a new version.

The same drafts and commands serve a company's own objects. What a company renamed, recoloured or switched off stays as
it made it; only what is missing is added.
"""

from paidan.builder.objects.shipping.drafting import Section, choice, field, link, links, section, shipped
from paidan.builder.objects.shipping.installing import ship_object, ship_objects

__all__ = ["Section", "choice", "field", "link", "links", "section", "ship_object", "ship_objects", "shipped"]
