package erasures

import "strings"

// Table is what the text columns of a table of the schema hold. Each column is in one of the lists, by its name, and a
// test compares them with the schema: a new one must join.
type Table struct {
	Name string
	// Names and addresses of people, and what people said or wrote in words of their own: both are erased.
	Names, Words string
	// Frozen are the words of documents that commit to their lines: a line is erased whole.
	Frozen string
	// Held are words that an entry of the register stands for, or the entry itself; and documents that were frozen
	// whole, before there were lines. None of these changes: the page says how many hold the words.
	Held string
	// Codes are states, kinds, keys, digests, shapes and the names of places and offices: nobody's words.
	Codes string
}

// Column is a column that may hold people's words.
type Column struct{ Table, Name string }

// Catalogue says of each text column of the schema whose words it holds.
var Catalogue = []Table{
	{Name: "action_comments", Words: "text", Codes: "capacity"},
	{Name: "actions", Words: "title description supporters proposed_title", Codes: "state"},
	{Name: "advice", Names: "given_to", Words: "about text came_of_it"},
	{Name: "area_boundaries", Words: "reason", Codes: "boundary"},
	{Name: "area_profiles", Words: "source"},
	{Name: "area_statements", Words: "text", Codes: "about"},
	{Name: "area_states", Words: "reason", Codes: "state"},
	{Name: "areas", Words: "rationale", Codes: "name code state outline"},
	{Name: "ask_passings", Names: "from_name to_name", Words: "words"},
	{Name: "asked_changes", Held: "became words", Codes: "event"},
	{Name: "asks", Names: "said_by", Words: "ask answer outcome ended",
		Codes: "was_state kind way counts_as said_way"},
	{Name: "assignments", Codes: "role"},
	{Name: "attempt_seats", Codes: "tier sitting"},
	{Name: "attempts", Held: "snapshot note outcome_reason called_back_reason", Codes: "rule digest outcome"},
	{Name: "audit_days", Codes: "commitments digest notices_digest"},
	{Name: "audit_entries", Words: "summary before after", Codes: "action object_kind request_id salt commitment"},
	{Name: "authorities", Codes: "name tier"},
	{Name: "authority_days", Words: "name"},
	{Name: "authority_events", Held: "was is_now note", Codes: "kind"},
	{Name: "authority_procedures", Words: "call_in_by", Codes: "nation"},
	{Name: "bank_holidays", Codes: "name division"},
	{Name: "bids", Words: "title funder reason", Codes: "state idempotency_key"},
	{Name: "calendar_feeds", Codes: "token_hash"},
	{Name: "call_in_outcomes", Held: "body minute words", Codes: "outcome"},
	{Name: "call_in_requests", Held: "by reason"},
	{Name: "causes", Words: "text taken_part"},
	{Name: "condition_reminders", Codes: "step"},
	{Name: "condition_steps", Held: "capacity words", Codes: "kind"},
	{Name: "conditions", Held: "text"},
	{Name: "contact_roles", Words: "title"},
	{Name: "contacts", Names: "name email phone postal_address", Words: "do_not_contact_reason notes",
		Codes: "lawful_basis channel"},
	{Name: "criteria", Words: "name hint"},
	{Name: "criteria_versions", Codes: "weights"},
	{Name: "cycle_activities", Words: "text", Codes: "phase"},
	{Name: "cycle_ends", Words: "reason", Codes: "how"},
	{Name: "cycle_phases", Words: "name description", Codes: "phase"},
	{Name: "decision_subjects", Codes: "kind"},
	{Name: "deputies", Codes: "role"},
	{Name: "diary_entries", Words: "name", Codes: "kind"},
	{Name: "erasures", Held: "why"},
	{Name: "evidence", Words: "text source withdrawn_why", Codes: "kind link"},
	{Name: "evidence_wordings", Words: "text source reason", Codes: "kind link"},
	{Name: "executive_decisions", Held: `forward_plan reasons alternatives interests member_interests dispensations
		record return_reason declined`, Codes: "state record_digest"},
	{Name: "executive_items", Held: "recommendation if_agreed resolved reason", Codes: "about outcome verb"},
	{Name: "executive_reports", Frozen: "words", Held: "text", Codes: "digest"},
	{Name: "feasibility_views", Names: "said_by", Words: "question reason withdrawn_reason",
		Codes: "asked_of verdict"},
	{Name: "feedback_entries", Names: "fed_to", Words: "text"},
	{Name: "files", Words: "name", Codes: "type sha256 content"},
	{Name: "frozen_words", Frozen: "words", Codes: "digest part"},
	{Name: "gate_rules", Codes: "rule"},
	{Name: "group_speakers", Words: "group_name"},
	{Name: "holds", Held: "sent words", Codes: "kind outcome"},
	{Name: "import_files", Words: "name sheet choices", Codes: "kind"},
	{Name: "inductions", Words: "material note", Codes: "outcome"},
	{Name: "informings", Words: "note", Codes: "way"},
	{Name: "invitations", Codes: "token_hash handed"},
	{Name: "issue_comment_answers", Words: "text"},
	{Name: "issue_comment_texts", Words: "text"},
	{Name: "issue_comments", Words: "withdrawn_why", Codes: "capacity"},
	{Name: "issue_cycles", Words: "reason", Codes: "came went"},
	{Name: "issue_files", Words: "caption"},
	{Name: "issues", Names: "raised_for", Words: "title description place_note state_reason",
		Codes: "source tier visibility geometry state idempotency_key"},
	{Name: "key_announcements", Held: "who why", Codes: "how"},
	{Name: "key_answers", Held: "reason", Codes: "why"},
	{Name: "known_devices", Codes: "token_hash"},
	{Name: "mails", Names: "to_name to_address", Words: "said", Frozen: "words",
		Codes: "message_id digest content state outside_id"},
	{Name: "merges", Words: "reason", Codes: "was_state"},
	{Name: "network_entries", Words: "represents patch removed_reason", Codes: "kind"},
	{Name: "not_asked_of", Codes: "requirement"},
	{Name: "notice_recipients", Names: "name address capacity", Codes: "result"},
	{Name: "notices", Words: "subject body", Frozen: "words", Codes: "event link commitments"},
	{Name: "online_round_answers", Words: "words"},
	{Name: "online_round_codes", Words: "cancelled_why", Codes: "hash"},
	{Name: "online_round_issues", Words: "title"},
	{Name: "online_rounds", Words: "note cancelled_why"},
	{Name: "organisations", Names: "name postal_address", Words: "notes", Codes: "kind"},
	{Name: "people", Names: "name email", Codes: "password_hash"},
	{Name: "phases", Codes: "phase"},
	{Name: "places", Codes: "name"},
	{Name: "plan_comments", Words: "text answer", Codes: "section"},
	{Name: "plan_links", Words: "title reference", Codes: "kind link"},
	{Name: "plan_sections", Words: "title body", Codes: "key"},
	{Name: "plan_versions", Held: "content note", Codes: "digest"},
	{Name: "planning_feeds", Held: "csv json", Codes: "digest"},
	{Name: "plans", Words: "title state_reason", Codes: "state"},
	{Name: "priority_rounds", Words: "place note", Codes: "method"},
	{Name: "profile_groups", Words: "name"},
	{Name: "quick_wins", Names: "delivered_by said_by", Words: "title description reason proof", Codes: "state"},
	{Name: "register_entries", Held: "payload", Codes: "reference kind prev_hash hash"},
	{Name: "register_hashes", Codes: "hash"},
	{Name: "reminders", Codes: "step"},
	{Name: "replies", Names: "said_by", Words: "question text", Codes: "said_way"},
	{Name: "reply_decisions", Words: "reason"},
	{Name: "reply_views", Names: "said_by", Words: "reason", Codes: "said_way"},
	{Name: "review_reminders", Codes: "rung"},
	{Name: "reviews", Names: "said_by", Words: "ask does shows binds closed_reason", Codes: "said_how"},
	{Name: "risks", Names: "owner", Words: "text response closed_why", Codes: "kind likelihood impact"},
	{Name: "role_grants", Words: "portfolio", Codes: "role"},
	{Name: "same_people", Words: "reason"},
	{Name: "seat_events", Held: "was is_now note", Codes: "kind"},
	{Name: "seat_files", Words: "name content", Codes: "authority tier kind"},
	{Name: "merger_order_steps", Held: "reason", Codes: "step"},
	{Name: "merger_orders", Words: "note stuck", Codes: "name tier choices closed_as"},
	{Name: "seat_order_changes", Codes: "kind seat_kind name welsh code boundary"},
	{Name: "seat_order_steps", Held: "reason", Codes: "step"},
	{Name: "seat_orders", Words: "note stuck", Codes: "closed_as"},
	{Name: "seats", Codes: "kind code name boundary welsh"},
	{Name: "service_managers", Names: "name email"},
	{Name: "services", Codes: "name"},
	{Name: "sent_forms", Codes: "form_key held try answer"},
	{Name: "sessions", Codes: "token data"},
	{Name: "sign_in_attempts", Codes: "account source"},
	{Name: "sign_ins", Codes: "device"},
	{Name: "signatures", Held: "comment", Codes: "decision idempotency_key"},
	{Name: "solutions", Names: "others proposed_for", Words: "title description resources conclusion reason told_how",
		Codes: "delivered_by state verdict idempotency_key"},
	{Name: "substitutes", Words: "reason"},
	{Name: "syntheses", Codes: "was_state"},
	{Name: "synthesis_attendance", Names: "name", Words: "stood_in", Codes: "seat_name authority tier came"},
	{Name: "synthesis_invited", Names: "name", Codes: "seat_name authority tier"},
	{Name: "synthesis_records", Words: "synthesised reason"},
	{Name: "synthesis_sessions", Words: "held_at venue agenda cancelled_reason"},
	{Name: "template_activities", Words: "text", Codes: "phase"},
	{Name: "template_phases", Words: "name description", Codes: "phase"},
	{Name: "terms", Words: "end_reason"},
	{Name: "themes", Codes: "name"},
	{Name: "timeline_changes", Words: "what reason", Codes: "phase party kind"},
	{Name: "timeline_templates", Words: "note"},
	{Name: "validity_views", Names: "said_by", Words: "note", Codes: "kind supports"},
}

// columns lists the columns of the tables in the list that pick chooses.
func columns(pick func(Table) string) []Column {
	var list []Column
	for _, t := range Catalogue {
		for _, name := range strings.Fields(pick(t)) {
			list = append(list, Column{t.Name, name})
		}
	}
	return list
}

// ErasedIn lists the columns in which words are erased; Lines those of them that hold lines of frozen documents.
func ErasedIn() []Column { return columns(func(t Table) string { return t.Names + " " + t.Words }) }

// Lines lists the columns that hold lines of frozen documents.
func Lines() []Column { return columns(func(t Table) string { return t.Frozen }) }

// HeldIn lists the columns in which words stay.
func HeldIn() []Column { return columns(func(t Table) string { return t.Held }) }

// ByRecord reports whether a column holds the name or address of a record of its own, which another person may have as
// well: it is erased of the record that is chosen, and of no other.
func (c Column) ByRecord() bool {
	for _, t := range []string{"people", "contacts"} {
		if c.Table == t {
			for _, name := range []string{"name", "email", "phone", "postal_address"} {
				if c.Name == name {
					return true
				}
			}
		}
	}
	return false
}
