"""The staff's own pages."""

from django.urls import path

from agreements.addresses import RECORD
from agreements.desk import (
    adding,
    corrections,
    entry,
    history,
    importing,
    importing_cities,
    keeping,
    press,
    steps,
    views,
    wikidata,
)

urlpatterns = [
    path("", views.Desk.as_view(), name="desk"),
    path("from-text/", press.FromText.as_view(), name="desk-from-text"),
    path("wikidata/", wikidata.CompareWikidata.as_view(), name="desk-wikidata"),
    path("waiting/<slug:name>/", views.DeskList.as_view(), name="desk-list"),
    path("cities/<int:pk>/settle/", views.SettleCity.as_view(), name="desk-settle-city"),
    path("corrections/", corrections.Corrections.as_view(), name="desk-corrections"),
    path("corrections/<int:pk>/", corrections.DecideCorrection.as_view(), name="desk-decide-correction"),
    path("proposals/", adding.Proposals.as_view(), name="desk-proposals"),
    path("proposals/<int:pk>/", adding.DecideProposal.as_view(), name="desk-decide-proposal"),
    path("proposals/<int:pk>/file/", adding.ProposedFile.as_view(), name="desk-proposed-file"),
    # ---- Spreadsheets in
    path("import/", importing.Imports.as_view(), name="desk-import"),
    path("import/headings/", importing.Headings.as_view(), name="desk-import-headings"),
    path("import/template-<slug:language>.xlsx", importing.Template.as_view(), name="desk-import-template"),
    path("import/<int:pk>/", importing.ImportPage.as_view(), name="desk-import-one"),
    path("import/<int:pk>/cities/", importing_cities.WhichCities.as_view(), name="desk-import-cities"),
    path("import/<int:pk>/alike/", importing.TakeAlike.as_view(), name="desk-import-alike"),
    path("import/<int:pk>/accept/", importing.Accept.as_view(), name="desk-import-accept"),
    path("import/<int:pk>/discard/", importing.Discard.as_view(), name="desk-import-discard"),
    path("import/<int:pk>/undo/", importing.Undo.as_view(), name="desk-import-undo"),
    path("import/<int:pk>/<slug:which>.<slug:kind>", importing.Report.as_view(), name="desk-import-report"),
    # ---- Entering
    path("entry/", entry.EntryPage.as_view(), name="desk-entry"),
    path("entry/keep/", keeping.keep, name="desk-keep"),
    path("entry/files/", keeping.hold, name="desk-hold"),
    path("entry/duplicates/", entry.duplicates, name="desk-duplicates"),
    path("entry/cities/", entry.cities, name="desk-cities"),
    path("entry/<int:pk>/discard/", keeping.discard, name="desk-discard-entry"),
    # ---- What else changes
    path("history/<slug:subject>/<int:pk>/", history.History.as_view(), name="desk-history-of"),
    path(
        "history/<slug:subject>/<int:pk>/<int:number>/restore/",
        history.Restore.as_view(),
        name="desk-restore-of",
    ),
    # ---- One record
    path(f"records/{RECORD}/", steps.RecordPage.as_view(), name="desk-record"),
    path(f"records/{RECORD}/edit/", entry.EntryPage.as_view(), name="desk-edit"),
    path(f"records/{RECORD}/add/<slug:kind>/", adding.Add.as_view(), name="desk-add"),
    path(f"records/{RECORD}/discard/", steps.Discard.as_view(), name="desk-discard"),
    path(f"records/{RECORD}/history/", history.History.as_view(), {"subject": "agreement"}, "desk-history"),
    path(
        f"records/{RECORD}/history/<int:number>/restore/",
        history.Restore.as_view(),
        {"subject": "agreement"},
        "desk-restore",
    ),
    path(f"records/{RECORD}/<slug:name>/", steps.StepPage.as_view(), name="desk-step"),
]
