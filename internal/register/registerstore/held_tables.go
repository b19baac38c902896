package registerstore

import (
	"slices"

	"fourgates/internal/register"
)

// HeldTable is a table whose rows entries of the register stand for. An entry says each of its columns but those that
// are not held, for which Unheld says why; audit verify compares them.
type HeldTable struct {
	Name   string
	Key    int // how many of the first columns of Plain tell rows apart
	Plain  []string
	Times  []string
	Words  []string
	Unheld map[string]string

	kinds []string // of the entries that say its rows
	join  string   // the rows t that an entry x says
	until until
	// The entry holds where its decision is taken. Before that, the Executive's papers are worked on.
	settled bool
}

// until is which later entry says the same rows anew, so that an earlier one holds them no longer.
type until string

const (
	forGood       until = ""
	nextOfAttempt until = "attempt"
	nextOfMatter  until = "matter" // of a decision, on one of its subjects
	nextOfAll     until = "decision"
)

// Columns are those that entries say, in their order.
func (h HeldTable) Columns() []string { return slices.Concat(h.Plain, h.Times, h.Words) }

// Says reports whether entries of the kind say rows of the table.
func (h HeldTable) Says(kind string) bool { return slices.Contains(h.kinds, kind) }

// HeldWhole are tables that belong to entries and are compared as a whole instead, each with how.
var HeldWhole = map[string]string{
	"register_entries": "they are the entries, and hang together by their hashes",
	"register_hashes":  "they are worked out from the entries, and audit verify works them out again",
	"frozen_words":     "each line is what its commitment is the digest of, and their digest is signed",
}

// HeldBeside are tables that belong to what was decided, and for which no entry stands, each with why.
var HeldBeside = map[string]string{
	"actions":             "they are worked on; the feed of a plan in force is held",
	"asked_changes":       "they say what became of seats meanwhile, and nobody decides them",
	"condition_reminders": "they say what was told",
	"hold_entries":        "they lead from a decision that waits to its entry, which says the digest of what was sent",
	"letters":             "they say what was posted",
	"notices":             "they say what was told; the entry of their day holds the digest of all of them",
	"reminders":           "they say what was told",
}

var (
	ofExecutive = []string{register.EntryExecutive, register.EntryInForce}
	ofAttempt   = []string{register.EntrySubmission, register.EntryOutcome, register.EntryCallBack,
		register.EntryExecutive}
)

// digestHeld is why a text is not held that stands beside its digest.
const digestHeld = "its digest is held, and it is compared with that"

// HeldTables are all tables whose rows entries stand for, column by column.
var HeldTables = []HeldTable{
	{Name: "attempts", Key: 1, kinds: ofAttempt, until: nextOfAttempt,
		join: `JOIN attempts t ON t.id = x.attempt_id`,
		Plain: []string{"id", "area_id", "cycle", "gate", "number", "batch_id", "rule", "digest", "due_on",
			"submitted_by", "outcome", "outcome_by", "resubmit_by", "called_back_by"},
		Times:  []string{"submitted_at", "outcome_at", "called_back_at"},
		Words:  []string{"note", "outcome_reason", "called_back_reason"},
		Unheld: map[string]string{"snapshot": digestHeld}},
	{Name: "attempt_seats", Key: 3, kinds: []string{register.EntrySubmission},
		join:   `JOIN attempt_seats t ON t.attempt_id = x.attempt_id`,
		Plain:  []string{"attempt_id", "seat_id", "place", "tier"},
		Unheld: map[string]string{"sitting": "it is looked at anew as seats change; asked_changes has it"}},
	{Name: "signatures", Key: 1, kinds: []string{register.EntrySignature},
		join: `JOIN signatures t ON t.position = x.position`,
		Plain: []string{"id", "attempt_id", "seat_id", "place", "person_id", "substitute_for", "decision",
			"resubmit_by", "position", "replaces", "paper_id"},
		Times:  []string{"signed_at"},
		Words:  []string{"comment"},
		Unheld: map[string]string{"idempotency_key": "it names the form, and says nothing of the decision"}},
	{Name: "papers", Key: 1, kinds: []string{register.EntrySignature},
		join: `JOIN signatures g ON g.position = x.position
		JOIN papers t ON t.id = g.paper_id`,
		Plain: []string{"id", "attempt_id", "person_id", "signed_on", "file_id", "recorded_by"},
		Times: []string{"recorded_at"}},
	{Name: "conditions", Key: 1, kinds: []string{register.EntrySignature},
		join: `JOIN signatures g ON g.position = x.position
		JOIN conditions t ON t.attempt_id = x.attempt_id AND t.signature_id = g.id`,
		Plain:  []string{"id", "attempt_id", "signature_id", "due_on", "before_next_gate"},
		Words:  []string{"text"},
		Unheld: map[string]string{"owner_id": "an officer names another, and decides nothing; the audit trail has it"}},
	{Name: "condition_steps", Key: 1, kinds: []string{register.EntryCondition},
		join:  `JOIN condition_steps t ON t.position = x.position`,
		Plain: []string{"id", "condition_id", "kind", "by", "owner_id", "position"},
		Times: []string{"at"}, Words: []string{"capacity", "words"}},
	{Name: "plan_versions", Key: 1, kinds: []string{register.EntrySubmission, register.EntryExecutive},
		join: `JOIN plan_versions t ON t.id IN (
		    SELECT s.plan_version_id FROM decision_subjects s
		    WHERE s.attempt_id = x.attempt_id AND x.kind = 'executive decision'
		    UNION ALL
		    SELECT v.id FROM attempts a
		    JOIN plans p ON p.area_id = a.area_id AND p.cycle = a.cycle
		    JOIN plan_versions v ON v.plan_id = p.id
		      AND v.note = 'Submitted to Area Members at gate 3, attempt ' || a.number
		    WHERE a.id = x.attempt_id AND a.gate = 3 AND x.kind = 'submission')`,
		Plain: []string{"id", "plan_id", "number", "digest", "made_by"}, Times: []string{"made_at"},
		Words: []string{"note"}, Unheld: map[string]string{"content": digestHeld}},
	{Name: "executive_decisions", Key: 1, kinds: ofExecutive, until: nextOfAll, settled: true,
		join: `JOIN executive_decisions t ON t.id = x.decision_id`,
		Plain: []string{"id", "report_id", "authority_id", "state", "delegated", "key_decision", "meets_on", "made_by",
			"with_officer", "decided_on", "record_digest", "recorded_by", "confirmed_by", "published_on",
			"call_in_until", "effective_on", "called_in_on", "settled_on", "drafted_by", "declined_by"},
		Times: []string{"recorded_at", "confirmed_at", "drafted_at", "in_force_at", "declined_at"},
		Words: []string{"forward_plan", "reasons", "alternatives", "interests", "member_interests", "dispensations",
			"return_reason", "declined"},
		Unheld: map[string]string{"record": digestHeld, "version": "it counts the changes of the form"}},
	{Name: "executive_items", Key: 2, kinds: ofExecutive, until: nextOfMatter, settled: true,
		join: `JOIN decision_subjects s ON s.attempt_id = x.attempt_id
		JOIN executive_items t ON t.decision_id = x.decision_id AND t.subject_id = s.id`,
		Plain: []string{"decision_id", "position", "subject_id", "about", "bid_id", "asked_pence", "authority_id",
			"outcome", "approved_pence"},
		Words: []string{"recommendation", "if_agreed", "verb", "resolved", "reason"}},
	{Name: "executive_reports", Key: 1, kinds: ofExecutive, until: nextOfAll, settled: true,
		join: `JOIN executive_decisions d ON d.id = x.decision_id
		JOIN executive_reports t ON t.id = d.report_id`,
		Plain:  []string{"id", "digest", "version"},
		Unheld: map[string]string{"text": digestHeld, "words": "each line is what its commitment is the digest of"}},
	{Name: "decision_subjects", Key: 1, kinds: ofExecutive, until: nextOfMatter, settled: true,
		join:  `JOIN decision_subjects t ON t.attempt_id = x.attempt_id AND x.decision_id IS NOT NULL`,
		Plain: []string{"id", "report_id", "kind", "area_id", "attempt_id", "plan_version_id", "drafted_in"}},
	{Name: "decision_entries", Key: 1, kinds: ofExecutive,
		join:  `JOIN decision_entries t ON t.position = x.position`,
		Plain: []string{"position", "decision_id"}},
	{Name: "key_answers", Key: 1, kinds: ofExecutive, until: nextOfAll, settled: true,
		join:  `JOIN key_answers t ON t.decision_id = x.decision_id`,
		Plain: []string{"decision_id", "proposed", "notice_days"}, Words: []string{"why", "reason"}},
	{Name: "key_announcements", Key: 1, kinds: ofExecutive, until: nextOfAll, settled: true,
		join:  `JOIN key_announcements t ON t.decision_id = x.decision_id`,
		Plain: []string{"decision_id", "how", "made_on", "from_on"}, Words: []string{"who", "why"}},
	{Name: "call_in_requests", Key: 1, kinds: ofExecutive, until: nextOfAll,
		join:  `JOIN call_in_requests t ON t.decision_id = x.decision_id`,
		Plain: []string{"id", "decision_id", "members", "made_on", "position"}, Words: []string{"by", "reason"}},
	{Name: "call_in_outcomes", Key: 1, kinds: ofExecutive, until: nextOfAll,
		join:  `JOIN call_in_outcomes t ON t.decision_id = x.decision_id`,
		Plain: []string{"id", "decision_id", "outcome", "made_on", "position"},
		Words: []string{"body", "minute", "words"}},
	{Name: "audit_days", Key: 1, kinds: []string{register.EntryAuditDay},
		join:   `JOIN audit_days t ON t.position = x.position`,
		Plain:  []string{"day", "lines", "digest", "notices", "notices_digest", "position"},
		Unheld: map[string]string{"commitments": digestHeld}},
	{Name: "planning_feeds", Key: 1, kinds: []string{register.EntryInForce},
		join: `JOIN attempts a ON a.id = x.attempt_id
		JOIN planning_feeds t ON t.decision_id = x.decision_id AND t.area_id = a.area_id`,
		Plain: []string{"id", "area_id", "decision_id", "digest", "rows"}, Times: []string{"produced_at"},
		Unheld: map[string]string{"csv": digestHeld, "json": digestHeld}},
}
