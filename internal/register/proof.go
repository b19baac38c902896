package register

import (
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// LogReceiptFormat names the layout of a receipt that rests on a checkpoint.
const LogReceiptFormat = "fourgates receipt 2"

// LogReceipt is what a signatory keeps: the entry whole, the proof that it is in the tree, and the checkpoint of that
// tree. It has a few kB at any size of the register.
type LogReceipt struct {
	Format     string      `json:"format"`
	Council    string      `json:"council"`
	Entry      string      `json:"entry"` // the text as it is a leaf of the tree
	Index      int64       `json:"index"` // which leaf, counted from 0
	Proof      []tlog.Hash `json:"proof"` // from the leaf up, in base64
	Checkpoint string      `json:"checkpoint"`
}

// Verify checks the receipt against the checkpoint that came with it, signed by the key; "" asks for no signature.
func (r LogReceipt) Verify(key string) (RegisterPayload, Checkpoint, error) {
	var p RegisterPayload
	c, err := ReadCheckpoint([]byte(r.Checkpoint), key)
	if err != nil {
		return p, c, err
	}
	if err := json.Unmarshal([]byte(r.Entry), &p); err != nil {
		return p, c, fmt.Errorf("the entry cannot be read: %w", err)
	}
	switch {
	case r.Format != LogReceiptFormat:
		return p, c, fmt.Errorf("this is no receipt: its format is %q", r.Format)
	case p.Position != r.Index+1:
		return p, c, fmt.Errorf("the entry says that it is number %d, and the receipt that it is number %d", p.Position,
			r.Index+1)
	case r.Index < 0 || r.Index >= c.Size:
		return p, c, fmt.Errorf("the checkpoint is of %d entries, and has no number %d", c.Size, r.Index+1)
	}
	if err := tlog.CheckRecord(r.Proof, c.Size, tlog.Hash(c.Root), r.Index, tlog.Hash(Leaf(r.Entry))); err != nil {
		return p, c, errors.New("the entry or its proof was altered: it does not lead to the checkpoint")
	}
	return p, c, nil
}

// Consistency is the proof that a tree went on from an older one: nothing of that was changed or taken away.
type Consistency struct {
	Old   int64       `json:"old"`
	New   int64       `json:"new"`
	Proof []tlog.Hash `json:"proof"`
}

// Agree checks that two checkpoints are of one log. Those of one size must be the same; else the proof must lead from
// one to the other.
func Agree(a, b Checkpoint, proof *Consistency) error {
	if a.Size > b.Size {
		a, b = b, a
	}
	switch {
	case a.Origin != b.Origin:
		return fmt.Errorf("the checkpoints are of two logs: %s and %s", a.Origin, b.Origin)
	case a.Size == b.Size && a.Root != b.Root:
		return fmt.Errorf("the checkpoints are of two trees of %d entries: the register was written anew", a.Size)
	case a.Size == b.Size:
		return nil
	case proof == nil:
		return fmt.Errorf("the checkpoints are of %d and %d entries: give the answer of "+
			"/register/consistency?old=%d&new=%d with --proof", a.Size, b.Size, a.Size, b.Size)
	case proof.Old != a.Size || proof.New != b.Size:
		return fmt.Errorf("the proof is between %d and %d entries, and the checkpoints are of %d and %d", proof.Old,
			proof.New, a.Size, b.Size)
	case a.Size == 0:
		return nil // anything goes on from nothing
	}
	if err := tlog.CheckTree(proof.Proof, b.Size, tlog.Hash(b.Root), a.Size, tlog.Hash(a.Root)); err != nil {
		return errors.New("the proof does not lead from one checkpoint to the other: it was altered, or the register " +
			"was written anew")
	}
	return nil
}
