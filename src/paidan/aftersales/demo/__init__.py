"""The demo company: an appliance service firm in Shanghai and Hangzhou, two months into its work.

Everything is made through the record store, in the name of the people who would do it and at the moments when they
would, so that history, rights and figures are real. The same moment gives the same company.
"""
