"""Writing through the API, for a city's own systems: drafts with their parts, events, documents, and
handing in for review; by the rules of the admin and the pages."""
