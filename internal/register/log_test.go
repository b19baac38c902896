package register_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/register"
)

// dice are random bytes that are the same each time.
func dice(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func keyOf(t *testing.T, name string, seed byte) register.LogKey {
	t.Helper()
	private, err := register.NewLogKey(dice(seed), name)
	if err != nil {
		t.Fatal(err)
	}
	key, err := register.ParseLogKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// written is a register of entries with the hashes of its tree, and the trees of each size.
func written(entries int, changed int) (stored []tlog.Hash, trees []register.Tree, texts []string) {
	var tree register.Tree
	at := map[[2]int64]tlog.Hash{}
	trees = append(trees, tree)
	for n := range entries {
		text := fmt.Sprintf(`{"position":%d,"reference":"FG-%06d","words":"number %d"}`, n+1, n+1, n)
		if n == changed {
			text = strings.Replace(text, "number", "nummer", 1)
		}
		texts = append(texts, text)
		for _, node := range tree.Add(register.Leaf(text)) {
			at[[2]int64{int64(node.Level), node.N}] = tlog.Hash(node.Hash)
		}
		same, err := register.TreeOf(tree.Size, edgeOf(tree, at))
		if err != nil {
			panic(err)
		}
		trees = append(trees, same)
	}
	stored = make([]tlog.Hash, tlog.StoredHashCount(int64(entries)))
	for i := range stored {
		level, n := tlog.SplitStoredHashIndex(int64(i))
		stored[i] = at[[2]int64{int64(level), n}]
	}
	return stored, trees, texts
}

func edgeOf(tree register.Tree, at map[[2]int64]tlog.Hash) []register.Node {
	edge := register.Edge(tree.Size)
	for i, n := range edge {
		edge[i].Hash = [32]byte(at[[2]int64{int64(n.Level), n.N}])
	}
	return edge
}

func reader(stored []tlog.Hash) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		list := make([]tlog.Hash, len(indexes))
		for i, n := range indexes {
			list[i] = stored[n]
		}
		return list, nil
	})
}

// The tree that is kept by its edge has the hashes that the library gives it, at each size.
func TestTreeHasTheHashesOfRFC6962(t *testing.T) {
	stored, trees, texts := written(70, -1)
	var kept []tlog.Hash
	for n, text := range texts {
		hashes, err := tlog.StoredHashes(int64(n), []byte(text), reader(kept))
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, hashes...)
	}
	for size := range trees {
		want, err := tlog.TreeHash(int64(size), reader(kept))
		if err != nil || tlog.Hash(trees[size].Root()) != want {
			t.Errorf("of %d entries the root is %s, want %s, %v", size, trees[size].Root(), want, err)
		}
	}
	if len(kept) != len(stored) {
		t.Fatalf("%d hashes are kept, want %d", len(stored), len(kept))
	}
	for i := range kept {
		if kept[i] != stored[i] {
			t.Fatalf("hash %d is another", i)
		}
	}
	if _, err := register.TreeOf(6, nil); err == nil {
		t.Error("a tree without its edge is taken")
	}
}

func receiptOf(t *testing.T, key register.LogKey, n, size int64, stored []tlog.Hash, trees []register.Tree,
	texts []string) register.LogReceipt {
	t.Helper()
	proof, err := tlog.ProveRecord(size, n, reader(stored))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := key.Sign(trees[size])
	if err != nil {
		t.Fatal(err)
	}
	return register.LogReceipt{Format: register.LogReceiptFormat, Council: "Aldermoor", Entry: texts[n], Index: n,
		Proof: proof, Checkpoint: string(signed)}
}

// Whatever byte of a receipt is another, it is refused; but for spaces that say nothing, and the council's name, which
// nobody signed.
func TestEveryByteOfAReceiptCounts(t *testing.T) {
	stored, trees, texts := written(70, -1)
	key := keyOf(t, "lcap.example/register", 1)
	for _, n := range []int64{0, 7, 63, 68, 69} {
		r := receiptOf(t, key, n, 70, stored, trees, texts)
		r.Council = ""
		file, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.Verify(key.Verifier()); err != nil {
			t.Fatalf("as it is: %v", err)
		}
		before, _ := json.Marshal(r)
		for i := range file {
			for _, b := range []byte{file[i] ^ 1, file[i] ^ 32} {
				changed := bytes.Clone(file)
				changed[i] = b
				var read register.LogReceipt
				if json.Unmarshal(changed, &read) != nil {
					continue
				}
				read.Council = ""
				if after, _ := json.Marshal(read); bytes.Equal(before, after) {
					continue // it says the same
				}
				if _, _, err := read.Verify(key.Verifier()); err == nil {
					t.Fatalf("receipt %d fits with byte %d of %q changed to %q", n, i, file[max(0, i-20):i+1], b)
				}
			}
		}
	}
}

// Each thing that does not fit is refused by its name.
func TestReceiptsAreRefusedByName(t *testing.T) {
	stored, trees, texts := written(70, -1)
	other, otherTrees, otherTexts := written(70, 3)
	key, wrong := keyOf(t, "lcap.example/register", 1), keyOf(t, "lcap.example/register", 2)
	foreign := keyOf(t, "moor.example/register", 3)
	own := receiptOf(t, key, 7, 40, stored, trees, texts)
	checkpoint := func(k register.LogKey, tree register.Tree) register.Checkpoint {
		signed, err := k.Sign(tree)
		if err != nil {
			t.Fatal(err)
		}
		c, err := register.ReadCheckpoint(signed, k.Verifier())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	consistency := func(stored []tlog.Hash, old, is int64) *register.Consistency {
		proof, err := tlog.ProveTree(is, old, reader(stored))
		if err != nil {
			t.Fatal(err)
		}
		return &register.Consistency{Old: old, New: is, Proof: proof}
	}
	for name, c := range map[string]struct {
		change func(*register.LogReceipt)
		key    string
		want   string
	}{
		"as it is":    {want: ""},
		"another key": {key: wrong.Verifier(), want: "is not signed by the key of lcap.example/register"},
		"another log": {key: foreign.Verifier(), want: "is not signed by the key of moor.example/register"},
		"no key":      {key: "lcap", want: "the key is no verifier key"},
		"other words": {change: func(r *register.LogReceipt) { r.Entry = otherTexts[3] },
			want: "the entry says that it is number 4"},
		"another entry": {change: func(r *register.LogReceipt) {
			r.Entry = strings.Replace(r.Entry, "number", "nummer", 1)
		}, want: "does not lead to the checkpoint"},
		"a shorter proof": {change: func(r *register.LogReceipt) { r.Proof = r.Proof[1:] },
			want: "does not lead to the checkpoint"},
		"a checkpoint of another tree": {change: func(r *register.LogReceipt) {
			r.Checkpoint = receiptOf(t, key, 7, 40, other, otherTrees, otherTexts).Checkpoint
		}, want: "does not lead to the checkpoint"},
		"a checkpoint from before": {change: func(r *register.LogReceipt) {
			r.Checkpoint = receiptOf(t, key, 1, 5, stored, trees, texts).Checkpoint
		}, want: "is of 5 entries, and has no number 8"},
		"another size": {change: func(r *register.LogReceipt) {
			r.Checkpoint = strings.Replace(r.Checkpoint, "\n40\n", "\n41\n", 1)
		}, want: "was altered: its signature does not fit"},
		"no checkpoint": {change: func(r *register.LogReceipt) { r.Checkpoint = "40" }, want: "it is no signed note"},
	} {
		r := own
		if c.change != nil {
			c.change(&r)
		}
		if c.key == "" {
			c.key = key.Verifier()
		}
		_, _, err := r.Verify(c.key)
		if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	at := func(size int) register.Checkpoint { return checkpoint(key, trees[size]) }
	for name, c := range map[string]struct {
		a, b  register.Checkpoint
		proof *register.Consistency
		want  string
	}{
		"the same":        {at(40), at(40), nil, ""},
		"later":           {at(40), at(70), consistency(stored, 40, 70), ""},
		"earlier":         {at(40), at(12), consistency(stored, 12, 40), ""},
		"from nothing":    {at(0), at(12), &register.Consistency{Old: 0, New: 12}, ""},
		"without proof":   {at(40), at(70), nil, "/register/consistency?old=40&new=70"},
		"the wrong proof": {at(40), at(70), consistency(stored, 41, 70), "between 41 and 70 entries"},
		"written anew":    {at(40), checkpoint(key, otherTrees[40]), nil, "written anew"},
		"and went on":     {at(40), checkpoint(key, otherTrees[70]), consistency(other, 40, 70), "written anew"},
		"another log":     {at(40), checkpoint(foreign, trees[40]), nil, "two logs"},
		"the proof changed": {at(40), at(70), &register.Consistency{Old: 40, New: 70,
			Proof: consistency(stored, 40, 70).Proof[1:]}, "it was altered"},
	} {
		err := register.Agree(c.a, c.b, c.proof)
		if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
