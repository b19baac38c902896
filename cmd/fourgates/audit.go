package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/register/registerstore"
)

// audit checks the register of decisions: the whole of it in the database, or one receipt with no database at all.
func audit(ctx context.Context, in installation, args []string) error {
	if len(args) == 0 || args[0] != "verify" {
		return errors.New("say audit verify, to check the register, or audit verify --receipt FILE --snapshot FILE, " +
			"to check a receipt, a snapshot or both")
	}
	set := flags(in, "audit verify")
	receipt := set.String("receipt", "", "check this receipt `FILE`, with no database")
	headHex := set.String("head", "", "a head `HEX` known from outside: published, or from a receipt")
	snapshot := set.String("snapshot", "", "check this snapshot `FILE`, downloaded from a gate, with no database; "+
		"with --receipt also that it is what the receipt is about")
	checkpoint := set.String("checkpoint", "", "with --receipt: a checkpoint, a `FILE` saved from /register/checkpoint")
	key := set.String("key", "", "with --receipt: the verifier `KEY` of /register/key, which must have signed")
	proof := set.String("proof", "", "with --checkpoint of another size than the receipt's: a `FILE` saved from "+
		"/register/consistency")
	chain := set.String("chain", "", "with --receipt: the published chain, a `FILE` saved from /register/chain")
	if err := set.Parse(args[1:]); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("audit verify does not take %q", set.Arg(0))
	}
	known, err := knownHead(*headHex)
	if err != nil {
		return err
	}
	if *receipt != "" || *snapshot != "" {
		return verifyFiles(in, *receipt, *snapshot, outside{known, *chain, *checkpoint, *key, *proof})
	}
	if *checkpoint != "" || *key != "" || *proof != "" || *chain != "" {
		return errors.New("--checkpoint, --key, --proof and --chain are about a receipt: say which with --receipt FILE")
	}
	return verifyRegister(ctx, in, known)
}

func knownHead(s string) (domain.Digest, error) {
	if s == "" {
		return domain.Digest{}, nil
	}
	d, err := domain.ParseDigest(strings.ToLower(s))
	if err != nil {
		return d, fmt.Errorf("--head: %w", err)
	}
	return d, nil
}

func verifyRegister(ctx context.Context, in installation, known domain.Digest) (err error) {
	d, err := openDatabase(ctx, in.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	a := &act.App{Store: db.New(d.pool), Now: in.now, Log: slog.New(slog.DiscardHandler)}
	is, err := registerapp.VerifyInSteps(ctx, a, known, howFar(os.Stderr, in.now))
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	if is.Erased > 0 {
		fmt.Fprintf(in.out, "%s erased where the law asked, each saying when\n",
			domain.Counted(is.Erased, "line was", "lines were"))
	}
	_, err = fmt.Fprintf(in.out, "register: %d entries, head %s\n", is.Position, is.Hash)
	return err
}

// howFar says how far a long walk is, at most every three seconds.
func howFar(to io.Writer, now func() time.Time) registerstore.Progress {
	told := now()
	return func(what string, done, all int64) {
		if at := now(); at.Sub(told) >= 3*time.Second {
			told = at
			fmt.Fprintf(to, "%s, %d of %d\n", what, done, all)
		}
	}
}

// outside is what is known of the register from outside, with which a receipt is checked. The first two are for
// receipts from before there were checkpoints.
type outside struct {
	head                          domain.Digest
	chain, checkpoint, key, proof string
}

// verifyFiles checks a receipt, a snapshot, or both together.
func verifyFiles(in installation, receipt, snapshot string, by outside) error {
	var digest domain.Digest
	if snapshot != "" {
		var err error
		if digest, err = verifySnapshot(in, snapshot); err != nil {
			return err
		}
	}
	if receipt == "" {
		return nil
	}
	payload, err := verifyReceipt(in, receipt, by)
	if err == nil && snapshot != "" && payload.Snapshot != digest.String() {
		return fmt.Errorf("the receipt is about other content, of SHA-256 %s", payload.Snapshot)
	}
	return err
}

// verifySnapshot checks the words of a snapshot against its commitments, and returns its digest.
func verifySnapshot(in installation, file string) (domain.Digest, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return domain.Digest{}, fmt.Errorf("the snapshot cannot be read: %w", err)
	}
	f := register.ReadFrozen(text)
	withheld, err := f.Verify()
	if err != nil {
		return domain.Digest{}, fmt.Errorf("snapshot: %w", err)
	}
	if !f.InLines() {
		fmt.Fprintf(in.out, "snapshot: frozen whole, SHA-256 %s\n", f.Digest())
		return f.Digest(), nil
	}
	fmt.Fprintf(in.out, "snapshot: its words fit, SHA-256 %s\n", f.Digest())
	for _, words := range withheld.Words() {
		fmt.Fprintln(in.out, words)
	}
	if len(withheld) > 0 {
		fmt.Fprintf(in.out, "these lines: %s\n", strings.Join(withheld.Keys(), ", "))
	}
	return f.Digest(), nil
}

func verifyReceipt(in installation, file string, by outside) (register.RegisterPayload, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return register.RegisterPayload{}, fmt.Errorf("the receipt cannot be read: %w", err)
	}
	var is struct{ Format string }
	if err := json.Unmarshal(text, &is); err != nil {
		return register.RegisterPayload{}, fmt.Errorf("%s is no receipt: %w", file, err)
	}
	if is.Format == register.LogReceiptFormat {
		return verifyLogReceipt(in, text, by)
	}
	if by.checkpoint != "" || by.key != "" || by.proof != "" {
		return register.RegisterPayload{}, errors.New("receipt: it is from before there were checkpoints: check it " +
			"with --head and --chain, or download it again")
	}
	return verifyChainReceipt(in, text, by)
}

// verifyLogReceipt checks a receipt against its own checkpoint and against one known from outside.
func verifyLogReceipt(in installation, text []byte, by outside) (p register.RegisterPayload, err error) {
	if by.head != (domain.Digest{}) || by.chain != "" {
		return p, errors.New("receipt: it leads to a checkpoint: check it with --checkpoint, not with --head or " +
			"--chain")
	}
	if by.proof != "" && by.checkpoint == "" {
		return p, errors.New("--proof leads from the receipt's checkpoint to another: give that with --checkpoint")
	}
	var r register.LogReceipt
	if err := json.Unmarshal(text, &r); err != nil {
		return p, fmt.Errorf("receipt: it cannot be read: %w", err)
	}
	p, own, err := r.Verify(by.key)
	if err != nil {
		return p, fmt.Errorf("receipt: %w", err)
	}
	fmt.Fprintf(in.out, "receipt: %s fits, entry %d of %d in the tree of its checkpoint\n", p.Reference, p.Position,
		own.Size)
	if by.checkpoint != "" {
		if err := agrees(in, own, by); err != nil {
			return p, err
		}
	} else {
		fmt.Fprintln(in.out, "compare its checkpoint with one that the council has published: give that with "+
			"--checkpoint")
	}
	if by.key == "" {
		fmt.Fprintln(in.out, "nobody asked who signed: give the council's key with --key")
	}
	return p, nil
}

// agrees checks that a checkpoint known from outside is of the same log as a receipt's own.
func agrees(in installation, own register.Checkpoint, by outside) error {
	text, err := os.ReadFile(by.checkpoint)
	if err != nil {
		return fmt.Errorf("the checkpoint cannot be read: %w", err)
	}
	known, err := register.ReadCheckpoint(text, by.key)
	if err != nil {
		return fmt.Errorf("%s: %w", by.checkpoint, err)
	}
	var proof *register.Consistency
	if by.proof != "" {
		text, err := os.ReadFile(by.proof)
		if err != nil {
			return fmt.Errorf("the proof cannot be read: %w", err)
		}
		proof = &register.Consistency{}
		if err := json.Unmarshal(text, proof); err != nil {
			return fmt.Errorf("%s is no proof of consistency: %w", by.proof, err)
		}
	}
	if err := register.Agree(own, known, proof); err != nil {
		return err
	}
	_, err = fmt.Fprintf(in.out, "checkpoint: %s, of %d entries, is of the same register\n", known.Origin, known.Size)
	return err
}

// verifyChainReceipt checks a receipt that leads to a head of the chain.
func verifyChainReceipt(in installation, text []byte, by outside) (register.RegisterPayload, error) {
	known := by.head
	var r register.Receipt
	if err := json.Unmarshal(text, &r); err != nil {
		return register.RegisterPayload{}, fmt.Errorf("receipt: it cannot be read: %w", err)
	}
	if by.chain != "" {
		if err := lengthen(&r, by.chain); err != nil {
			return register.RegisterPayload{}, err
		}
	}
	v, err := r.Verify(known)
	if err != nil {
		return register.RegisterPayload{}, fmt.Errorf("receipt: %w", err)
	}
	fmt.Fprintf(in.out, "receipt: %s fits, entry %d of the chain to head %d %s\n", v.Payload.Reference,
		v.Payload.Position, v.Head.Position, v.Head.Hash)
	if known == (domain.Digest{}) {
		fmt.Fprintln(in.out, "compare that head with one that the council has published, or give it with --head")
	}
	return v.Payload, nil
}

// lengthen replaces the links after the receipt's entry by those of a published chain, so that an old receipt leads to
// a newer head.
func lengthen(r *register.Receipt, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("the chain cannot be read: %w", err)
	}
	defer f.Close()
	return r.Lengthen(func(yield func(register.ChainLink, error) bool) { readChain(f, yield) })
}

func readChain(r io.Reader, yield func(register.ChainLink, error) bool) {
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		words := strings.Fields(lines.Text())
		if len(words) != 3 {
			yield(register.ChainLink{}, fmt.Errorf("line %d of the chain is not position, digest and hash", n))
			return
		}
		position, err1 := strconv.ParseInt(words[0], 10, 64)
		payload, err2 := domain.ParseDigest(words[1])
		hash, err3 := domain.ParseDigest(words[2])
		if !yield(register.ChainLink{Position: position, Payload: payload, Hash: hash}, errors.Join(err1, err2, err3)) {
			return
		}
	}
	if err := lines.Err(); err != nil {
		yield(register.ChainLink{}, err)
	}
}
