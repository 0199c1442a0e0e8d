"""The columns of every reference table, as its header has them."""

ASKED_FOR = (
    *("diplomatic_relations.csv", "twin_cities.csv"),
    "member_associations.csv",
)
COLUMNS = {
    "unions.csv": (
        "slug name_vi name_en short_name_vi short_name_en abbreviation city_vi city_en "
        "city_short_vi city_short_en tagline_vi tagline_en document_symbol "
        "parent_name_vi parent_name_en responsible_vi responsible_en founded_on "
        "date_precision traditional_on sources note"
    ),
    "legal_bases.csv": "code title_vi title_en effective_from effective_to note",
    "privacy_limits.csv": "key days days_via_third_party in_working_days source",
    "term_reminder_rules.csv": "months task_vi task_en",
    "host_kinds.csv": "kind ended_on source",
    "commendation_levels.csv": "code name_vi name_en display_order",
    "commendation_forms.csv": (
        "code name_vi name_en level rank for_collectives for_individuals "
        "for_foreigners own_issue legal_bases display_order"
    ),
    "council_rules.csv": (
        "code name_vi name_en quorum_percent majority_percent reaching_suffices base "
        "tie ballot notice_days note"
    ),
    "nomination_papers.csv": (
        "form kind code title_vi title_en help_vi help_en required display_order"
    ),
    "commendation_types.csv": "code name_vi name_en display_order",
    "diplomatic_relations.csv": (
        "iso2 name_vi name_en region established_on date_precision national_day "
        "national_day_name_en national_day_name_vi partnership partnership_year "
        "sources verified note candidate_on"
    ),
    "twin_cities.csv": (
        "city country_iso2 agreement_on date_precision kind name_vi name_en "
        "sources verified note"
    ),
    "member_associations.csv": (
        "name_vi name_en country_iso2 city sources verified note"
    ),
}
