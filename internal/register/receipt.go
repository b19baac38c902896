package register

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"fourgates/internal/domain"
)

// ReceiptFormat names the layout of a receipt file.
const ReceiptFormat = "fourgates receipt 1"

// Receipt is what a signatory keeps: the entry whole, and the digests of what came after it until the head it was made
// at. Anyone can check it against a published head without the application (Q8).
type Receipt struct {
	Format  string   `json:"format"`
	Council string   `json:"council"`
	Entry   string   `json:"entry"` // the payload, canonical JSON as it was hashed
	Prev    string   `json:"previous_hash"`
	Hash    string   `json:"hash"`
	After   []string `json:"after"` // digests of the payloads of later entries, in order
	Head    struct {
		Position int64  `json:"position"`
		Hash     string `json:"hash"`
	} `json:"head"`
}

// NewReceipt makes the receipt of an entry. After holds the payload digests of every later entry up to the head.
func NewReceipt(council string, e RegisterEntry, after []domain.Digest, head Head) Receipt {
	r := Receipt{Format: ReceiptFormat, Council: council, Entry: e.Payload, Prev: e.Prev.String(),
		Hash: e.Hash.String(), After: []string{}}
	for _, d := range after {
		r.After = append(r.After, d.String())
	}
	r.Head.Position, r.Head.Hash = head.Position, head.Hash.String()
	return r
}

// Verified is what a receipt that fits says.
type Verified struct {
	Payload RegisterPayload
	Head    Head // the head that it was checked against
}

// Verify checks that the receipt fits itself and leads to the published head. The published head may be any one from
// the entry on to the receipt's own. A zero head checks the receipt against its own head only.
func (r Receipt) Verify(published domain.Digest) (Verified, error) {
	if r.Format != ReceiptFormat {
		return Verified{}, fmt.Errorf("this is no receipt: its format is %q", r.Format)
	}
	prev, err := domain.ParseDigest(r.Prev)
	if err != nil {
		return Verified{}, fmt.Errorf("previous hash: %w", err)
	}
	var p RegisterPayload
	if err := json.Unmarshal([]byte(r.Entry), &p); err != nil {
		return Verified{}, fmt.Errorf("the entry cannot be read: %w", err)
	}
	head := Head{p.Position, Link(prev, sha256.Sum256([]byte(r.Entry)))}
	if head.Hash.String() != r.Hash {
		return Verified{}, errors.New("the entry was altered: its hash does not fit its content")
	}
	heads := []Head{head}
	for i, s := range r.After {
		d, err := domain.ParseDigest(s)
		if err != nil {
			return Verified{}, fmt.Errorf("digest %d after the entry: %w", i+1, err)
		}
		head = Head{head.Position + 1, Link(head.Hash, d)}
		heads = append(heads, head)
	}
	if head.Position != r.Head.Position || head.Hash.String() != r.Head.Hash {
		return Verified{}, errors.New("the chain in the receipt does not lead to its head")
	}
	if published == (domain.Digest{}) {
		return Verified{p, head}, nil
	}
	i := slices.IndexFunc(heads, func(h Head) bool { return h.Hash == published })
	if i < 0 {
		return Verified{}, errors.New("the receipt does not lead to the published head: if that head is newer than " +
			"the receipt, download the receipt again, or give the published chain with --chain")
	}
	return Verified{p, heads[i]}, nil
}

// ChainLink is one line of the published chain: it says nothing of what was decided.
type ChainLink struct {
	Position int64
	Payload  domain.Digest
	Hash     domain.Digest
}

// Lengthen replaces what follows the receipt's entry by the links of a published chain, so that an old receipt can be
// checked against a newer head. It refuses a chain on which the entry has another hash.
func (r *Receipt) Lengthen(chain iter.Seq2[ChainLink, error]) error {
	var p RegisterPayload
	if err := json.Unmarshal([]byte(r.Entry), &p); err != nil {
		return fmt.Errorf("the entry cannot be read: %w", err)
	}
	found := false
	after := []string{}
	for link, err := range chain {
		if err != nil {
			return err
		}
		switch {
		case link.Position < p.Position:
		case link.Position == p.Position:
			if found = link.Hash.String() == r.Hash; !found {
				return errors.New("the published chain has another entry at this position")
			}
		default:
			after = append(after, link.Payload.String())
			r.Head.Position, r.Head.Hash = link.Position, link.Hash.String()
		}
	}
	if !found {
		return fmt.Errorf("the published chain ends before entry %d", p.Position)
	}
	if len(after) == 0 {
		r.Head.Position, r.Head.Hash = p.Position, r.Hash
	}
	r.After = after
	return nil
}
