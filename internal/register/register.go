// Package register holds the chain of decisions: how entries hang together, and receipts for them.
package register

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"fourgates/internal/domain"
)

// RegisterEntry is one decision in the append-only, hash-chained register (domain §3, record).
//
// Its hash is SHA-256 over the hash before it (32 bytes) and the SHA-256 of its payload (32 bytes), so that a chain can
// be followed from payload digests alone, without anybody's words.
type RegisterEntry struct {
	Position  int64
	Reference string
	Kind      string
	Area      domain.AreaID
	Attempt   domain.AttemptID
	Person    domain.PersonID
	At        time.Time
	Payload   string // canonical JSON of RegisterPayload
	Prev      domain.Digest
	Hash      domain.Digest
}

// RegisterPayload is what an entry says. It stands on its own: no ids of ours are needed to read it.
type RegisterPayload struct {
	Position   int64       `json:"position"`
	Reference  string      `json:"reference"`
	Kind       string      `json:"kind"`
	Area       string      `json:"area"`
	AreaName   string      `json:"area_name"`
	Gate       domain.Gate `json:"gate"`
	Attempt    int         `json:"attempt"`
	Snapshot   string      `json:"snapshot"`        // digest in hex of what was decided on
	Person     string      `json:"person"`          // "" where the rule decided
	Capacity   string      `json:"capacity"`        // "Member for Oakley ward", "substitute for …"
	Decision   string      `json:"decision"`        // a Decision, or the Outcome
	Words      string      `json:"words"`           // comment, reasons or interest
	Cycle      int         `json:"cycle,omitempty"` // of the area, from its second on
	Conditions []string    `json:"conditions,omitempty"`
	Replaces   string      `json:"replaces,omitempty"` // reference of the decision that this one changes
	Paper      *OnPaper    `json:"paper,omitempty"`    // where the decision was made on paper
	// digest in hex of the Executive's report, record or feed that the entry is about
	Record string `json:"record,omitempty"`
	// the number of the Executive decision that the entry is about; none in entries made before councils had their own
	Of        int64  `json:"of,omitempty"`
	Authority string `json:"authority,omitempty"` // whose Executive it is
	// why the decision does not count yet; and of a confirmation or refusal, the reference of the one that waited
	Waits   *Waiting `json:"waits,omitempty"`
	Settles string   `json:"settles,omitempty"`
	// the rows that the entry stands for, by table, as they were when it was made; none in entries of before
	Rows map[string]Held `json:"rows,omitempty"`
	Salt string          `json:"salt,omitempty"` // random, so that no hash of the entry tells what it says
	At   string          `json:"at"`             // RFC 3339 with microseconds, UTC
}

// CycleSaid is the cycle as an entry says it: entries of an area's first are as they were before there was a second.
func CycleSaid(cycle int) int {
	if cycle <= 1 {
		return 0
	}
	return cycle
}

// OfCycle is the cycle of the area that the entry is about.
func (p RegisterPayload) OfCycle() int { return max(1, p.Cycle) }

// OnPaper is how an entry says that a decision was made on paper and recorded by somebody else.
type OnPaper struct {
	SignedOn   string `json:"signed_on"`
	RecordedBy string `json:"recorded_by"`
	Scan       string `json:"scan"` // SHA-256 of the file, in hex
}

// Replacement says that a later entry replaces a decision: who made it decided otherwise while the gate was open.
type Replacement struct {
	Replaced string // references
	By       string
	At       time.Time
	Decision string // what the later entry says
	Settles  bool   // it says what became of a decision that waited
}

// Kinds of register entries.
const (
	EntrySubmission = "submission"
	EntrySignature  = "signature"
	EntryOutcome    = "outcome"
	EntryDischarge  = "condition discharged" // from before agreement was asked
	EntryCondition  = "condition"            // a step in the life of one
	EntryCallBack   = "called back"
	EntryExecutive  = "executive decision" // a step of the Executive part of gate 3
	EntryInForce    = "in force"
	EntryAuditDay   = "audit day" // the audit trail of a day that is over
)

// Reference is how the entry at a position is called.
func Reference(position int64) string { return fmt.Sprintf("FG-%06d", position) }

// Chain seals the payload as the entry after the head. Position, reference and time are set here.
func (p RegisterPayload) Chain(head Head, at time.Time) (RegisterEntry, error) {
	p.Position = head.Position + 1
	p.Reference = Reference(p.Position)
	p.At = at.UTC().Format("2006-01-02T15:04:05.000000Z")
	text, err := domain.Canonical(p)
	if err != nil {
		return RegisterEntry{}, err
	}
	e := RegisterEntry{Position: p.Position, Reference: p.Reference, Kind: p.Kind, At: at, Payload: text,
		Prev: head.Hash}
	e.Hash = Link(e.Prev, sha256.Sum256([]byte(text)))
	return e, nil
}

// Link is the hash of an entry whose payload has the digest, after the hash before it.
func Link(prev, payload domain.Digest) domain.Digest {
	return sha256.Sum256(append(prev[:], payload[:]...))
}

// Head is the newest entry of a chain: its position and hash. The zero Head is that of an empty register.
type Head struct {
	Position int64
	Hash     domain.Digest
}

// Follow checks that the entry fits after the head and returns the new head, or an error that says what does not fit.
func (h Head) Follow(e RegisterEntry) (Head, error) {
	switch {
	case e.Position != h.Position+1:
		return h, fmt.Errorf("entry %d is missing: entry %d comes next", h.Position+1, e.Position)
	case e.Prev != h.Hash:
		return h, fmt.Errorf("entry %d does not follow the entry before it", e.Position)
	case Link(e.Prev, e.PayloadDigest()) != e.Hash:
		return h, fmt.Errorf("entry %d was altered: its hash does not fit its content", e.Position)
	}
	var p RegisterPayload
	if err := json.Unmarshal([]byte(e.Payload), &p); err != nil {
		return h, fmt.Errorf("entry %d cannot be read: %v", e.Position, err)
	}
	if p.Position != e.Position || p.Reference != e.Reference || p.Kind != e.Kind || p.At != e.At.UTC().
		Format("2006-01-02T15:04:05.000000Z") {
		return h, fmt.Errorf("entry %d was altered: its columns do not fit its content", e.Position)
	}
	return Head{e.Position, e.Hash}, nil
}

// PayloadDigest is the SHA-256 of the payload: the link of the chain that says nothing of what was decided.
func (e RegisterEntry) PayloadDigest() domain.Digest { return sha256.Sum256([]byte(e.Payload)) }

// InOrder reports whether the time of the entry was taken once the register was its own, so that it is not before that
// of the entry before. Entries from before they said rows were dated by when their command began.
func (e RegisterEntry) InOrder() bool {
	p, err := e.Read()
	return err == nil && p.Rows != nil
}

// Read is the payload of the entry.
func (e RegisterEntry) Read() (RegisterPayload, error) {
	var p RegisterPayload
	err := json.Unmarshal([]byte(e.Payload), &p)
	return p, err
}
