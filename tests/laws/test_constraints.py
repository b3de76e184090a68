"""Each constraint refuses the row that breaks it, for its own sake: the table has no other law then (tests/laws/alone.py)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models

from tests.laws.alone import insert, leave, settle

pytestmark = [pytest.mark.django_db, pytest.mark.owner("other laws of a table are the owner's to take away")]
Rows = list[dict[str, Any]]

EMPTY = "empty"
FOREVER = "[2026-01-01,)"
REFUSED: dict[str, Rows] = {
    # Areas and borders
    "area_below_the_county_has_a_parent on geodata_area": [{"level": "village"}],
    "area_code_begins_with_its_parents_code on geodata_area": [
        {"id": 1, "level": "county", "code": "430382"}, {"id": 2, "level": "township", "code": "430383100", "parent_id": 1},
    ],
    "area_code_is_digits_of_its_level on geodata_area": [{"level": "village", "code": "43038210020"}],
    "area_exists_for_a_day_or_more on geodata_area": [{"period": EMPTY}],
    "one_area_per_code_and_day on geodata_area": [{"code": "430382"}, {"code": "430382", "period": "[2026-06-01,)"}],
    "boundary_holds_for_a_day_or_more on geodata_boundary": [{"period": EMPTY}],
    "boundary_is_a_valid_polygon on geodata_boundary": [
        {"geometry": "SRID=4326;MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))"},
    ],
    "one_boundary_per_area_and_day on geodata_boundary": [{"area_id": 1}, {"area_id": 1}],
    "an_installation_has_one_first_code on geodata_firstcode": [{"id": 2}],
    # Households and who lives in them
    "household_number_is_not_empty on geodata_household": [{"number": ""}],
    "household_point_has_a_quality_and_a_day on geodata_household": [{"point_quality": "gate"}],
    "household_grid_lies_in_its_village on geodata_household": [{"grid_id": 1, "village_id": 2}],
    "placement_grid_lies_in_its_village on geodata_placement": [{"grid_id": 1, "village_id": 2}],
    "placement_holds_for_a_day_or_more on geodata_placement": [{"period": EMPTY}],
    "one_placement_per_household_and_day on geodata_placement": [{"household_id": 1}, {"household_id": 1}],
    "occupancy_holds_for_a_day_or_more on geodata_occupancyperiod": [{"period": EMPTY}],
    "one_occupancy_per_household_and_day on geodata_occupancyperiod": [{"household_id": 1}, {"household_id": 1}],
    "livelihood_scale_has_a_unit on geodata_livelihood": [{"scale": 3, "unit": ""}],
    "resident_birth_year_is_plausible on geodata_resident": [{"birth_year": 1899}],
    "care_record_holds_for_a_day_or_more on geodata_carerecord": [{"period": EMPTY}],
    "care_record_takes_days_once_it_is_in_force on geodata_carerecord": [{"state": "clue", "period": "[2026-01-01,)"}],
    "care_record_is_in_a_state_of_its_life on geodata_carerecord": [{"state": "liked"}],
    "care_record_is_in_force_after_its_notice on geodata_carerecord": [
        {"state": "in_force", "period": "[2026-01-05,)", "notice_days": 5, "notice_from": "2026-01-01", "notice_until": "2026-01-05"},
    ],
    "one_pending_care_record_per_person_and_category on geodata_carerecord": [
        {"household_id": 1, "category_id": 1, "state": "clue"}, {"household_id": 1, "category_id": 1, "state": "proposed"},
    ],
    "step_of_a_care_record_is_in_its_table on geodata_carestep": [{"before": "clue", "move": "enforce", "after": "in_force"}],
    "care_is_verified_again_within_three_years on geodata_carecategory": [{"reverify_days": 0}],
    "public_notice_is_five_days_or_more on geodata_carecategory": [{"notice_days": 4}],
    "one_absence_per_household_and_day on geodata_absence": [{"household_id": 1}, {"household_id": 1}],
    "absence_holds_for_a_day_or_more on geodata_absence": [{"period": EMPTY}],
    "a_household_does_not_come_from_itself on geodata_householdlineage": [{"household_id": 1, "source_id": 1}],
    "a_household_is_merged_once on geodata_householdlineage": [
        {"household_id": 2, "source_id": 1, "kind": "merged"}, {"household_id": 3, "source_id": 1, "kind": "merged"},
    ],
    "householdlineage_comes_from_its_village on geodata_householdlineage": [{"village_id": 1, "source_id": 1}],
    "one_care_record_per_person_category_and_day on geodata_carerecord": [
        {"household_id": 1, "category_id": 1, "period": "[2026-01-01,)"},
        {"household_id": 1, "category_id": 1, "period": "[2026-01-01,)"},
    ],
    "facts_interval_is_positive on geodata_householdfacts": [{"interval": 0}],
    "one_tally_of_a_place on geodata_tally": [{"village_id": 1, "part": "90"}, {"village_id": 1, "part": "90"}],
    # Messages on their way out
    "mail_is_wanted_in_one_of_the_ways on geodata_mailaddress": [{"wanted": "always"}],
    "a_message_goes_to_a_user_or_a_county on geodata_outgoing": [{"occasion": "county", "user_id": 1, "county": "430382"}],
    "a_message_is_in_one_of_its_states on geodata_outgoing": [{"state": "sent", "done_at": None}],
    "one_message_of_the_day_for_each_user on geodata_outgoing": [
        {"user_id": 1, "day": "2026-03-01", "occasion": "daily"}, {"user_id": 1, "day": "2026-03-01", "occasion": "daily"},
    ],
    # Saved views
    "one_saved_view_of_a_name on geodata_savedview": [{"owner_id": 1, "name": "a"}, {"owner_id": 1, "name": "a"}],
    "a_saved_view_has_a_name_and_a_page on geodata_savedview": [{"name": ""}],
    "a_view_is_shared_with_an_area on geodata_savedview": [{"shared_with": "43038"}],
    # Editions of the gap report
    "one_edition_of_a_number_in_an_area on geodata_edition": [{"area_id": 1, "number": 1}, {"area_id": 1, "number": 1}],
    "an_edition_has_its_fingerprint on geodata_edition": [{"fingerprint": "none"}],
    "one_part_of_a_village_in_an_edition on geodata_editionpart": [
        {"edition_id": "8f7f2d9c-55b1-4b44-8f43-0a3c1b3a4a01", "village_id": 1},
        {"edition_id": "8f7f2d9c-55b1-4b44-8f43-0a3c1b3a4a01", "village_id": 1},
    ],
    # Contact members, posts and links
    "member_stays_for_a_day_or_more on geodata_member": [{"period": EMPTY}],
    "ability_holds_for_a_day_or_more on geodata_memberability": [{"period": EMPTY}],
    "one_ability_per_member_and_day on geodata_memberability": [{"member_id": 1}, {"member_id": 1}],
    "member_capacity_is_at_most_200 on geodata_member": [{"capacity": 201}],
    "a_phone_is_not_empty on geodata_phonenumber": [{"number": ""}],
    "duty_has_an_area_unless_it_is_for_the_installation on geodata_duty": [{"kind": "small_leader", "area_id": None}],
    "duty_holds_for_a_day_or_more on geodata_duty": [{"period": EMPTY}],
    "one_small_leader_per_grid_and_day on geodata_duty": [
        {"kind": "small_leader", "area_id": 1, "user_id": 1}, {"kind": "small_leader", "area_id": 1, "user_id": 2},
    ],
    "one_duty_per_person_post_area_and_day on geodata_duty": [
        {"kind": "auditor", "area_id": None, "user_id": 1}, {"kind": "auditor", "area_id": None, "user_id": 1},
    ],
    "only_a_department_officer_has_a_department on geodata_duty": [{"kind": "planner", "department_id": 1}],
    "duty_is_in_the_area_of_its_department on geodata_duty": [{"kind": "department_officer", "department_id": 1, "area_id": 1}],
    "one_department_per_code_area_and_day on geodata_department": [
        {"code": "water", "area_id": 1}, {"code": "water", "area_id": 1},
    ],
    "department_is_there_for_a_day_or_more on geodata_department": [{"period": EMPTY}],
    "department_code_is_a_word on geodata_department": [{"code": "Water"}],
    "one_grid_branch_per_grid_and_day on geodata_branch_areas": [
        {"area_id": 1, "branch_id": 1, "kind": "grid", "level": "grid"}, {"area_id": 1, "branch_id": 2, "kind": "grid", "level": "grid"},
    ],
    "a_branch_is_joined_to_an_area_once_a_day on geodata_branch_areas": [
        {"area_id": 1, "branch_id": 1}, {"area_id": 1, "branch_id": 1},
    ],
    "branch_area_holds_for_a_day_or_more on geodata_branch_areas": [{"period": EMPTY}],
    "branch_area_is_of_the_kind_of_its_branch on geodata_branch_areas": [{"branch_id": 1, "kind": "grid"}],
    "branch_area_is_of_the_level_of_its_area on geodata_branch_areas": [{"area_id": 1, "level": "grid"}],
    "link_ends_with_a_reason on geodata_contactlink": [{"period": "[2026-01-01,2026-02-01)", "end_reason": ""}],
    "link_holds_for_a_day_or_more on geodata_contactlink": [{"period": EMPTY}],
    "one_open_primary_contact_per_household on geodata_contactlink": [
        {"household_id": 1, "member_id": 1, "primary": True}, {"household_id": 1, "member_id": 2, "primary": True},
    ],
    "one_link_per_member_household_and_day on geodata_contactlink": [
        {"household_id": 1, "member_id": 1}, {"household_id": 1, "member_id": 1},
    ],
    "an_approval_has_a_day on geodata_linkstep": [{"approval": "meeting 7"}],
    "a_line_has_a_member_or_a_reason on geodata_pairingline": [{"member_id": None, "reason": ""}],
    "a_contact_card_names_a_member on geodata_card": [{"kind": "contact", "member_id": None}],
    "a_card_is_printed_before_it_is_delivered on geodata_card": [
        {"printed_on": "2026-01-02", "delivered_on": "2026-01-01"},
    ],
    "proposal_is_in_a_state_of_its_life on geodata_pairing": [{"villages": [1], "state": "lost"}],
    "step_of_a_proposal_is_in_its_table on geodata_pairingstep": [
        {"before": "rejected", "move": "take", "after": "decided"},
    ],
    # Visits and their rules
    "visit_has_a_visitor on geodata_visit": [{"person_times": 0}],
    "visit_is_not_before_2000 on geodata_visit": [{"day": "1999-12-31"}],
    "visit_is_voided_with_a_reason on geodata_visit": [{"state": "voided", "void_reason": ""}],
    "visit_rule_is_1_to_366_days on geodata_visitrule": [{"days": 367}],
    "visit_rule_holds_for_a_day_or_more on geodata_visitrule": [{"period": EMPTY}],
    "visit_rule_is_of_a_category_or_an_occupancy on geodata_visitrule": [{"category_id": 1, "occupancy": "lived_in"}],
    "visit_rule_counts_visits_at_the_door on geodata_visitrule": [{"modes": ["phone"]}],
    "one_visit_rule_per_group_area_and_day on geodata_visitrule": [
        {"occupancy": "lived_in", "area_id": None}, {"occupancy": "lived_in", "area_id": None},
    ],
    "held_visit_waits_until_it_is_decided on geodata_heldvisit": [{"state": "accepted", "decided_at": None}],
    "held_visit_is_refused_with_a_reason on geodata_heldvisit": [{"state": "refused", "reason": ""}],
    "held_visit_is_in_a_state_of_its_life on geodata_heldvisit": [{"state": "lost"}],
    "step_of_a_held_visit_is_in_its_table on geodata_heldvisitstep": [
        {"before": "refused", "move": "accept", "after": "accepted"},
    ],
    # Changes of the register
    "register_change_is_in_a_state_of_its_life on geodata_registerchange": [{"state": "lost"}],
    "register_change_is_refused_with_a_reason on geodata_registerchange": [{"state": "refused", "reason": ""}],
    "register_change_goes_to_another_village on geodata_registerchange": [{"village_id": 1, "into_id": 1}],
    "register_change_waits_until_it_is_decided on geodata_registerchange": [{"state": "confirmed", "decided_at": None}],
    "step_of_a_register_change_is_in_its_table on geodata_registerstep": [
        {"before": "refused", "move": "confirm", "after": "confirmed"},
    ],
    "a_pair_of_households_is_compared_once on geodata_possibleduplicate": [
        {"household_id": 1, "other_id": 2}, {"household_id": 1, "other_id": 2},
    ],
    "of_a_pair_the_earlier_household_stands_first on geodata_possibleduplicate": [
        {"household_id": 2, "other_id": 1},
    ],
    "possible_duplicates_share_more_than_the_name on geodata_possibleduplicate": [
        {"household_id": 1, "other_id": 2, "reasons": "{}"},
    ],
    "of_a_pair_told_apart_the_earlier_household_stands_first on geodata_toldapart": [{"household_id": 2, "other_id": 1}],
    # Needs
    "need_category_holds_for_a_day_or_more on geodata_needcategory": [{"period": EMPTY}],
    "need_rule_holds_for_a_day_or_more on geodata_needrule": [{"period": EMPTY}],
    "need_rule_gives_1_to_366 on geodata_needrule": [{"amount": 2, "remind": 2}],
    "need_rule_is_of_an_urgency_and_a_level on geodata_needrule": [{"level": 4}],
    "need_rule_never_escalates_from_the_county on geodata_needrule": [{"level": 3, "late": "escalate"}],
    "one_need_rule_per_category_urgency_level_area_and_day on geodata_needrule": [
        {"urgency": 1, "level": 1, "category_id": None, "area_id": None}, {"urgency": 1, "level": 1},
    ],
    # Services, teams and orders
    "service_code_is_a_word on geodata_serviceitem": [{"code": "Hair cut?"}],
    "service_is_of_a_field_and_a_window on geodata_serviceitem": [{"field": "fun"}],
    "service_takes_1_to_60_days on geodata_serviceitem": [{"days": 0}],
    "service_is_offered_for_a_day_or_more on geodata_serviceitem": [{"period": EMPTY}],
    "team_is_of_a_kind_and_a_field on geodata_team": [{"kind": "club"}],
    "team_serves_for_a_day_or_more on geodata_team": [{"period": EMPTY}],
    "one_team_per_name_area_and_day on geodata_team": [{"name": "a", "area_id": 1}, {"name": "a", "area_id": 1}],
    "team_member_for_a_day_or_more on geodata_teammember": [{"period": EMPTY}],
    "once_in_a_team_a_day on geodata_teammember": [{"team_id": 1, "user_id": 1}, {"team_id": 1, "user_id": 1}],
    "order_is_in_a_state_of_its_life on geodata_serviceorder": [{"state": "lost"}],
    "order_is_of_a_household_or_a_place on geodata_serviceorder": [{"household_id": None, "place": ""}],
    "order_is_of_a_service_or_a_wish on geodata_serviceorder": [{"wish": True, "item_id": 1}],
    "order_is_of_a_field on geodata_serviceorder": [{"field": "fun"}],
    "taken_order_says_by_whom on geodata_serviceorder": [{"state": "taken"}],
    "finished_order_says_for_how_many on geodata_serviceorder": [{"state": "finished", "finished_by_id": 1, "trips": 1}],
    "rating_comes_from_those_served on geodata_serviceorder": [
        {"answer": "satisfied", "asked_how": "call", "answered_by_id": 5, "taken_by_id": 5, "finished_by_id": 6},
    ],
    "ended_order_says_when on geodata_serviceorder": [{"state": "closed", "ended_at": None}],
    "order_carries_the_village_of_its_household on geodata_serviceorder": [{"village_id": 1, "household_id": 1}],
    "step_of_an_order_is_in_its_table on geodata_orderstep": [{"before": "ordered", "move": "take", "after": "taken"}],
    "by_itself_an_order_returns_lapses_or_closes on geodata_orderstep": [{"by_id": None, "move": "take"}],
    "an_order_is_taken_once on geodata_orderoffer": [{"order_id": 1, "answer": "taken"}, {"order_id": 1, "answer": "taken"}],
    "one_open_offer_per_slot on geodata_orderoffer": [
        {"order_id": 1, "slot": 1, "answer": ""}, {"order_id": 1, "slot": 1, "answer": ""},
    ],
    "three_offers_are_open_at_most on geodata_orderoffer": [{"slot": 4}],
    "offer_is_to_a_team_or_to_somebody on geodata_orderoffer": [{"team_id": 1, "user_id": 1}],
    "answered_offer_says_when on geodata_orderoffer": [{"answer": "taken", "answered_at": None}],
    "one_round_per_team_village_and_day on geodata_teamvisit": [
        {"team_id": 1, "village_id": 1, "planned_on": "2026-03-01"}, {"team_id": 1, "village_id": 1, "planned_on": "2026-03-01"},
    ],
    # Needs
    "need_is_in_a_state_of_its_life on geodata_need": [{"state": "lost"}],
    "need_is_of_a_household_a_grid_or_a_point on geodata_need": [{"household_id": None}],
    "need_is_of_a_level_and_an_urgency on geodata_need": [{"urgency": 4}],
    "sensitive_need_is_never_below_the_township on geodata_need": [{"sensitive": True, "level": 1, "least_level": 2}],
    "only_a_sensitive_need_names_somebody on geodata_need": [{"sensitive": False, "named": "{5}"}],
    "text_of_a_sensitive_need_is_sealed on geodata_need": [{"sensitive": True, "text": "x"}],
    "need_of_a_visit_is_of_its_household on geodata_need": [{"source": "visit", "visit_id": None}],
    "settled_need_says_where_and_how on geodata_need": [{"state": "done", "settled_level": None}],
    "closed_need_has_an_answer on geodata_need": [{"state": "closed", "answer": ""}],
    "declined_need_says_why on geodata_need": [{"state": "declined", "declined_for": ""}],
    "need_is_merged_into_another on geodata_need": [{"state": "merged", "merged_into_id": None}],
    "ended_need_says_when on geodata_need": [{"state": "closed", "ended_at": None}],
    "need_is_not_merged_into_itself on geodata_need": [{"id": 5, "merged_into_id": 5}],
    "need_is_of_the_household_of_its_visit on geodata_need": [{"visit_id": 1, "household_id": 1}],
    "step_of_a_need_is_in_its_table on geodata_needstep": [
        {"before": "accepted", "move": "escalate", "after": "accepted", "level": 1, "level_after": 3},
    ],
    "nobody_makes_but_the_steps_of_the_service on geodata_needstep": [{"by_id": None, "move": "accept"}],
    "a_need_is_escalated_by_itself_once_a_level on geodata_needstep": [
        {"need_id": 1, "by_id": None, "move": "escalate"}, {"need_id": 1, "by_id": None, "move": "escalate"},
    ],
    "a_need_is_returned_once_a_level on geodata_needstep": [
        {"need_id": 1, "move": "return"}, {"need_id": 1, "move": "return"},
    ],
    "more_time_is_asked_once_a_level on geodata_needstep": [
        {"need_id": 1, "move": "extend_ask"}, {"need_id": 1, "move": "extend_ask"},
    ],
    "step_of_a_need_has_short_details on geodata_needstep": [{"payload": '{"x": "' + "x" * 2048 + '"}'}],
    "one_open_assignment_per_need_and_unit on geodata_assignment": [
        {"need_id": 1, "area_id": 1, "state": "given"}, {"need_id": 1, "area_id": 1, "state": "accepted"},
    ],
    "one_assignment_of_a_need_is_refused on geodata_assignment": [
        {"need_id": 1, "state": "refused"}, {"need_id": 1, "state": "refused"},
    ],
    "assignment_to_a_person_is_of_the_village on geodata_assignment": [{"user_id": 5, "level": 2}],
    "assignment_is_in_a_state_of_its_life on geodata_assignment": [{"state": "lost"}],
    "assignment_is_refused_with_a_reason on geodata_assignment": [{"state": "refused", "reason": ""}],
    "assignment_shows_a_household_only_where_it_says_so on geodata_assignment": [
        {"shows_household": False, "household_number": "7"},
    ],
    "agreed_dispute_is_revisited_on_a_day on geodata_dispute": [{"outcome": "agreed", "revisit_on": None}],
    "mediator_is_an_account_or_a_name on geodata_dispute": [{"mediator_id": 5, "mediator_name": "x"}],
    "attachment_is_of_a_kind_that_is_taken on geodata_attachment": [{"kind": "exe", "size": 1}],
    "attachment_has_a_size_that_is_taken on geodata_attachment": [{"size": 10485761}],
    "supervision_that_asks_for_an_answer_says_by_when on geodata_supervision": [{"kind": "answer_by", "answer_by": None}],
    "supervision_is_answered_with_words on geodata_supervision": [{"answered_at": "2026-01-01 00:00Z", "answer": ""}],
    "a_need_is_supervised_by_itself_once_a_level on geodata_supervision": [
        {"need_id": 1, "level": 1, "by_id": None}, {"need_id": 1, "level": 1, "by_id": None},
    ],
    "base_shape_has_a_rank_from_1_to_3 on geodata_baseshape": [{"rank": 4, "credit": "例"}],
    "base_shape_says_whose_it_is on geodata_baseshape": [{"rank": 1, "credit": ""}],
    # Policies
    "policy_code_is_a_word on geodata_policy": [{"code": "Pension 80"}],
    "policy_is_of_a_level_a_field_and_a_subject on geodata_policy": [
        {"level": "village", "field": "income", "subject": "household"},
    ],
    "policy_holds_in_the_area_of_its_department on geodata_policy": [{"department_id": 1, "area_id": 1}],
    "policy_version_is_in_a_state_of_its_life on geodata_policyversion": [{"state": "lost"}],
    "one_version_per_policy_and_day on geodata_policyversion": [
        {"policy_id": 1, "period": FOREVER}, {"policy_id": 1, "period": FOREVER},
    ],
    "policy_version_has_days_once_it_is_in_force on geodata_policyversion": [{"state": "draft", "period": FOREVER}],
    "policy_version_holds_for_a_day_or_more on geodata_policyversion": [{"period": EMPTY}],
    "policy_version_is_applied_for_in_a_window on geodata_policyversion": [{"opens": "03-01", "closes": ""}],
    "policy_amount_has_a_unit on geodata_policyversion": [{"amount": 5, "unit": ""}],
    "checked_version_has_three_examples on geodata_policyversion": [{"state": "checked", "examples": "[{}, {}]"}],
    "step_of_a_policy_is_in_its_table on geodata_policystep": [{"before": "draft", "move": "put", "after": "in_force"}],
    "door_question_code_is_a_word on geodata_doorquestion": [{"code": "Heating?"}],
    "door_question_holds_for_a_day_or_more on geodata_doorquestion": [{"period": EMPTY}],
    "door_answers_last_1_to_3660_days on geodata_doorquestion": [{"lasts_days": 0}],
    "door_question_of_several_has_choices on geodata_doorquestion": [{"type": "choice", "choices": "[]"}],
    "door_answer_holds_for_a_day_or_more on geodata_dooranswer": [{"said_on": "2026-03-01", "expires_on": "2026-03-01"}],
    "door_answer_is_a_simple_value on geodata_dooranswer": [{"value": "[1]"}],
    "matching_names_whom_each_is_about on geodata_matching": [{"yes": "{1}", "yes_residents": "{}"}],
    # Entitlements
    "entitlement_is_in_a_state_of_its_life on geodata_entitlement": [{"state": "lost"}],
    "one_open_entitlement_per_subject_and_policy on geodata_entitlement": [
        {"household_id": 1, "policy_id": 1}, {"household_id": 1, "policy_id": 1},
    ],
    "entitlement_has_an_origin on geodata_entitlement": [{"origin": "rumour"}],
    "entitlement_has_an_end_when_it_is_over on geodata_entitlement": [{"state": "refused", "ended_at": None}],
    "only_what_does_not_apply_lapses on geodata_entitlement": [{"state": "possible", "lapsed": True}],
    "somebody_applies_for_an_entitlement on geodata_entitlement": [{"state": "applying", "via": ""}],
    "what_is_paid_has_a_day on geodata_entitlement": [{"state": "paid", "paid_on": None}],
    "entitlement_amount_is_not_below_zero on geodata_entitlement": [{"amount": -1}],
    "entitlement_is_granted_for_a_day_or_more on geodata_entitlement": [{"period": EMPTY}],
    "entitlement_is_of_the_department_of_its_policy on geodata_entitlement": [{"policy_id": 1, "department_id": 1}],
    "entitlement_is_of_a_version_of_its_policy on geodata_entitlement": [{"policy_version_id": 1, "policy_id": 1}],
    "entitlement_is_of_a_resident on geodata_entitlement": [{"resident_id": 1}],
    "step_of_an_entitlement_is_in_its_table on geodata_entitlementstep": [
        {"before": "possible", "move": "confirm", "after": "paid"},
    ],
    "nobody_moves_an_entitlement_but_by_itself on geodata_entitlementstep": [
        {"before": "possible", "move": "confirm", "after": "confirmed", "by_id": None},
    ],
    "agency_service_is_of_a_kind_and_has_a_result on geodata_agencyservice": [{"what": "", "result": "done"}],
    "one_line_per_card_and_entitlement on geodata_cardline": [
        {"card_id": 1, "entitlement_id": 1}, {"card_id": 1, "entitlement_id": 1},
    ],
    "parts_of_a_list_add_up on geodata_listrun": [{"rows": 3, "both": 1, "only_there": 1, "unknown": 0}],
    "one_row_per_line_of_a_list on geodata_listrow": [{"run_id": 1, "line": 1}, {"run_id": 1, "line": 1}],
    "line_of_a_list_says_what_was_found on geodata_listrow": [{"finding": "both", "line": None}],
    "training_is_attended_by_1_to_10000 on geodata_training": [{"attended": 0}],
    "one_trial_of_a_version_at_a_time on geodata_policytrial": [{"policy_version_id": 1}, {"policy_version_id": 1}],
    "a_trial_that_is_done_has_counts on geodata_policytrial": [{"done_at": "2026-01-01 00:00Z", "counts": None}],
    # Roll-calls
    "campaign_is_in_a_state_of_its_life on geodata_campaign": [{"state": "lost"}],
    "campaign_has_a_known_reason on geodata_campaign": [{"reason": "war"}],
    "campaign_says_when_it_was_opened_and_closed on geodata_campaign": [
        {"state": "closed", "opened_at": "2026-01-01 00:00Z", "closed_at": None},
    ],
    "campaign_is_due_after_it_opens on geodata_campaign": [{"opened_at": "2026-01-02 00:00Z", "due_at": "2026-01-02 00:00Z"}],
    "campaign_climbs_three_times on geodata_campaign": [{"climb_hours": "{4,8}"}],
    "campaign_asks_by_lists on geodata_campaign": [{"checklist": "{}", "filter": "{}"}],
    "step_of_a_campaign_is_in_its_table on geodata_campaignstep": [{"before": "draft", "move": "close", "after": "closed"}],
    "nobody_makes_but_climbing_by_itself on geodata_campaignstep": [{"by_id": None, "move": "close", "level": 0}],
    "target_is_of_a_known_level_and_result on geodata_campaigntarget": [{"level": 4, "state": ""}],
    "result_is_of_a_known_way_and_state on geodata_campaignresult": [{"how": "letter", "state": "ok"}],
    "result_is_recorded_once_it_was_made on geodata_campaignresult": [
        {"made_at": "2026-01-02 00:00Z", "at": "2026-01-01 00:00Z"},
    ],
    "what_a_neighbour_says_is_no_visit on geodata_campaignresult": [{"visit_id": 1, "how": "neighbour"}],
    "who_is_well_has_no_need_of_a_result on geodata_campaignresult": [{"need_id": 1, "state": "ok"}],
    "result_answers_by_name on geodata_campaignresult": [{"answers": "[]"}],
    "meeting_rule_is_of_a_known_level on geodata_meetingrule": [{"level": "grid"}],
    "meeting_rule_names_a_day_of_the_week on geodata_meetingrule": [{"level": "village", "weekday": 8}],
    "meeting_rule_names_a_week_of_the_month on geodata_meetingrule": [{"level": "village", "nth": 6}],
    "meeting_rule_gives_a_day_or_more on geodata_meetingrule": [{"level": "village", "due_days": 0}],
    "meeting_rule_holds_for_a_day_or_more on geodata_meetingrule": [{"level": "village", "period": EMPTY}],
    "one_meeting_rule_per_area_level_and_day on geodata_meetingrule": [
        {"level": "village", "area_id": 1}, {"level": "village", "area_id": 1},
    ],
    "meeting_is_in_a_state_of_its_life on geodata_meeting": [{"state": "lost"}],
    "meeting_is_of_a_known_kind_and_level on geodata_meeting": [{"kind": "party", "level": "village"}],
    "meeting_is_of_a_village_or_more on geodata_meeting": [{"villages": []}],
    "meeting_says_when_it_was_frozen on geodata_meeting": [{"state": "frozen", "frozen_at": None}],
    "meeting_says_when_it_was_confirmed on geodata_meeting": [{"state": "confirmed", "confirmed_at": None}],
    "one_meeting_of_an_area_is_under_way on geodata_meeting": [
        {"area_id": 1, "state": "frozen"}, {"area_id": 1, "state": "held"},
    ],
    "step_of_a_meeting_is_in_its_table on geodata_meetingstep": [{"before": "planned", "move": "confirm", "after": "confirmed"}],
    "somebody_holds_a_meeting on geodata_meetingstep": [{"by_id": None}],
    "an_outcome_is_known_and_has_its_moment on geodata_agendaitem": [{"outcome": "note", "decided_at": None}],
    "what_is_to_be_done_has_somebody_and_a_day on geodata_decision": [{"outcome": "handle", "due_on": None}],
    "decision_is_of_a_known_outcome_and_state on geodata_decision": [{"outcome": "forget", "state": "open"}],
    "decision_says_when_it_was_done on geodata_decision": [{"outcome": "note", "state": "done", "done_on": None}],
    "decision_is_of_the_meeting_of_its_line on geodata_decision": [{"item_id": 1, "meeting_id": 1}],
    "result_is_of_the_campaign_of_its_target on geodata_campaignresult": [{"target_id": 1, "campaign_id": 1}],
    "place_task_is_of_a_known_kind_and_state on geodata_placetask": [{"what": "noise", "state": "given"}],
    "place_task_names_no_household on geodata_placetask": [{"household_id": 1}],
    "place_task_is_a_point_or_a_line on geodata_placetask": [{"geometry": "SRID=4326;MULTIPOINT(0 0)"}],
    # Industry
    "cooperative_lasts_a_day_or_more on geodata_cooperative": [{"period": EMPTY}],
    "one_cooperative_per_name_village_and_day on geodata_cooperative": [
        {"name": "例", "village_id": 1, "period": FOREVER}, {"name": "例", "village_id": 1, "period": FOREVER},
    ],
    "membership_lasts_a_day_or_more on geodata_coopmembership": [{"period": EMPTY}],
    "once_in_a_cooperative_a_day on geodata_coopmembership": [
        {"household_id": 1, "cooperative_id": 1, "period": FOREVER}, {"household_id": 1, "cooperative_id": 1, "period": FOREVER},
    ],
    "enterprise_lasts_a_day_or_more on geodata_enterprise": [{"period": EMPTY}],
    "one_enterprise_per_name_area_and_day on geodata_enterprise": [
        {"name": "例", "area_id": 1, "period": FOREVER}, {"name": "例", "area_id": 1, "period": FOREVER},
    ],
    "pair_lasts_a_day_or_more on geodata_enterprisevillage": [{"period": EMPTY}],
    "one_pair_per_enterprise_village_and_day on geodata_enterprisevillage": [
        {"enterprise_id": 1, "village_id": 1, "period": FOREVER}, {"enterprise_id": 1, "village_id": 1, "period": FOREVER},
    ],
    "specialist_serves_a_day_or_more on geodata_specialist": [{"period": EMPTY}],
    "one_specialist_per_name_unit_and_day on geodata_specialist": [
        {"name": "例", "unit": "例", "area_id": 1, "period": FOREVER}, {"name": "例", "unit": "例", "area_id": 1, "period": FOREVER},
    ],
    "guidance_is_of_a_topic on geodata_guidance": [{"topic": "fun"}],
    "guidance_is_recorded_once on geodata_guidance": [
        {"specialist_id": 1, "village_id": 1, "day": "2026-01-01", "topic": "pests"},
        {"specialist_id": 1, "village_id": 1, "day": "2026-01-01", "topic": "pests"},
    ],
    "sale_weighs_something on geodata_salesaid": [{"kg": 0}],
    "sale_earns_nothing_or_more on geodata_salesaid": [{"yuan": -1}],
    "offer_is_of_a_kind on geodata_opportunity": [{"kind": "gift"}],
    "income_is_of_five_households_or_more on geodata_incomesample": [{"households": 4}],
    "income_is_of_members_or_others on geodata_incomesample": [{"group": "rich"}],
    "income_is_of_a_year on geodata_incomesample": [{"year": 1999}],
    "income_is_nothing_or_more on geodata_incomesample": [{"mean": -1}],
    "one_mean_income_per_village_year_and_group on geodata_incomesample": [
        {"village_id": 1, "year": 2025, "group": "member"}, {"village_id": 1, "year": 2025, "group": "member"},
    ],
    # Livelihood projects
    "project_is_in_a_state_of_its_life on geodata_livelihoodproject": [{"state": "lost"}],
    "project_is_of_a_known_kind_and_money on geodata_livelihoodproject": [{"category": "war", "money": ""}],
    "project_ends_after_it_begins on geodata_livelihoodproject": [{"begin_on": "2026-01-02", "due_on": "2026-01-01"}],
    "project_percent_fits_its_state on geodata_livelihoodproject": [{"state": "accepted", "percent": 99}],
    "project_is_done_to_100_percent_at_most on geodata_livelihoodproject": [{"percent": 101}],
    "project_reaches_5_km_at_most on geodata_livelihoodproject": [{"reach": 5001}],
    "project_says_when_it_ended on geodata_livelihoodproject": [{"state": "told", "ended_at": None}],
    "project_is_a_point_a_line_or_an_area on geodata_livelihoodproject": [{"geometry": "SRID=4326;MULTIPOINT(0 0)"}],
    "project_lies_in_a_village_or_more on geodata_livelihoodproject": [{"villages": "{}"}],
    "step_of_a_project_is_in_its_table on geodata_projectstep": [{"before": "proposed", "move": "accept", "after": "accepted"}],
    "a_need_is_joined_to_one_project_at_a_time on geodata_projectneed": [{"need_id": 1}, {"need_id": 1}],
    "a_household_is_concerned_once_by_a_project on geodata_projecthousehold": [
        {"project_id": 1, "household_id": 1}, {"project_id": 1, "household_id": 1},
    ],
    "household_is_concerned_in_a_known_way on geodata_projecthousehold": [{"origin": "rumour"}],
    # Beyond the installation
    "coverage_of_a_day_is_published_once on geodata_publishedcoverage": [
        {"area": "430382", "day": "2026-01-01"}, {"area": "430382", "day": "2026-01-01"},
    ],
    "coverage_of_a_day_is_gathered_once on geodata_gatheredcoverage": [
        {"area": "430382", "day": "2026-01-01"}, {"area": "430382", "day": "2026-01-01"},
    ],
    # Plans
    "plan_is_approved_by_nobody_who_drew_it on geodata_boundaryplan": [{"approved_by_id": 7, "drawers": [7]}],
    "plan_is_approved_by_another_person on geodata_boundaryplan": [{"approved_by_id": 7, "submitted_by_id": 7}],
    "plan_is_in_a_state_of_its_life on geodata_boundaryplan": [{"villages": [1], "state": "lost"}],
    "step_of_a_plan_is_in_its_table on geodata_planstep": [{"before": "draft", "move": "submit", "state": "approved"}],
    "plan_is_for_a_village_or_more on geodata_boundaryplan": [{"villages": [], "name": "2026"}],
    "published_plan_was_approved_and_has_a_day on geodata_boundaryplan": [{"state": "published"}],
    "one_grid_per_code_in_a_plan on geodata_plangrid": [
        {"plan_id": 1, "code": "430382100201001"}, {"plan_id": 1, "code": "430382100201001"},
    ],
    "a_grid_does_not_come_from_itself on geodata_lineage": [{"source_id": 1, "target_id": 1}],
    # Imports, jobs and tokens
    "import_is_in_a_state_of_its_life on geodata_importrun": [{"state": "lost"}],
    "step_of_an_import_is_in_its_table on geodata_importmove": [
        {"before": "uploaded", "move": "write", "after": "applied"},
    ],
    "import_touches_a_village on geodata_importrun": [{"villages": []}],
    "import_says_when_it_was_written on geodata_importrun": [{"state": "applied", "day": None}],
    "import_says_who_took_it_back on geodata_importrun": [{"state": "undone", "undone_by_id": None}],
    "a_job_that_ended_has_its_time on geodata_job": [{"state": "done", "finished": None}],
    "a_link_is_valid_for_a_while on geodata_onetimelink": [
        {"issued_at": "2026-01-02 00:00Z", "until": "2026-01-02 00:00Z"},
    ],
    "token_expires_after_it_was_created on geodata_apitoken": [
        {"created_at": "2026-01-02 00:00Z", "expires_at": "2026-01-01 00:00Z"},
    ],
}  # fmt: skip
"""By law, the rows of which the last one breaks it."""
CARRIED = (
    "absence", "householdlineage", "registerchange", "toldapart", "tokenalias", "card", "carerecord", "contactlink", "linkchange", "livelihood", "occupancyperiod", "pairingline", "placement", "resident",
    "visit", "needhousehold", "dooranswer", "matching", "entitlement", "agencyservice", "listrow", "campaigntarget", "campaignresult", "coopmembership", "projecthousehold", "cardline",
)  # fmt: skip


def tables() -> Iterator[type[models.Model]]:
    """Ours, and those of others that refer to our accounts."""
    # The events of pghistory are a question over all tables of former rows.
    yield from (
        model for model in apps.get_models(include_auto_created=True) if model._meta.app_label != "pghistory"
    )


def of_fields(model: type[models.Model]) -> Iterator[tuple[str, Rows]]:
    """What the kind of a column says: it refers to a row that is there, is unique, is not negative."""
    table, ours = model._meta.db_table, model._meta.app_label == "geodata"
    for field in model._meta.local_concrete_fields:
        column, to = field.column, field.related_model
        if to and getattr(field, "db_constraint", True) and (ours or to._meta.app_label == "geodata"):
            yield f"foreign key ({column}) on {table}", [{column: nobody(field)}]
        if ours and isinstance(
            field,
            models.PositiveIntegerField | models.PositiveSmallIntegerField | models.PositiveBigIntegerField,
        ):
            yield f"check ({column}) on {table}", [{column: -1}]
        if ours and field.unique and not field.primary_key:
            yield f"unique ({column}) on {table}", [{column: value_of(field)}] * 2


def of_tables(model: type[models.Model]) -> Iterator[tuple[str, Rows]]:
    """What several columns together hold but once."""
    table = model._meta.db_table
    for columns in model._meta.unique_together if model._meta.app_label == "geodata" else ():
        fields = [model._meta.get_field(name) for name in columns]
        yield (
            f"unique ({', '.join(field.column for field in fields)}) on {table}",
            [{field.column: value_of(field) for field in fields}] * 2,
        )
    for constraint in model._meta.constraints if model._meta.app_label == "geodata" else ():
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            fields = [model._meta.get_field(name) for name in constraint.fields]
            # With the key in it, it is there to be referred to: what refers tells it (killers.toml).
            if not any(field.primary_key for field in fields):
                yield (
                    f"{constraint.name} on {table}",
                    [{field.column: value_of(field) for field in fields}] * 2,
                )


def value_of(field: models.Field) -> Any:
    """The same for both rows."""
    if is_uuid(field):
        return "8f7f2d9c-55b1-4b44-8f43-0a3c1b3a4a01"
    if isinstance(field, models.DateField):
        return "2026-03-01"
    return "one" if isinstance(field, models.CharField) else 1


def nobody(field: models.Field) -> Any:
    """A key that no row has."""
    return "00000000-0000-4000-8000-000000000000" if is_uuid(field) else -1


def is_uuid(field: models.Field) -> bool:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(target, models.UUIDField)


def laws() -> dict[str, Rows]:
    of_models = {
        law: rows for model in tables() for part in (of_fields, of_tables) for law, rows in part(model)
    }
    carried = {
        f"{table}_carries_the_village_of_its_household on geodata_{table}": [
            {"village_id": 1, "household_id": 1}
        ]
        for table in CARRIED
    }
    return of_models | carried | REFUSED


@pytest.mark.parametrize(("law", "rows"), [pytest.param(*law, id=law[0]) for law in laws().items()])
def test_a_row_that_breaks_the_law_is_refused(law, rows):
    name, table = law.split(" on ")
    needed = ["area_id_and_code"] if name == "area_code_begins_with_its_parents_code" else []
    leave(table, name, *needed)
    for accepted in rows[:-1]:
        insert(table, **accepted)
    with pytest.raises(IntegrityError) as refused:
        put(table, **rows[-1])
    assert refused.value.__cause__.sqlstate in {"23503", "23505", "23514", "23P01"}


def put(table: str, **values: Any) -> None:
    """Also to the laws that speak at the end of a transaction."""
    insert(table, **values)
    settle()
