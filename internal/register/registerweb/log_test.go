package registerweb_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// witness follows a register from outside, with nothing but what is published and the library's own client.
type witness struct {
	t    *testing.T
	c    *servertest.Client
	tree tlog.Tree
}

func (w *witness) text(path string) string {
	w.t.Helper()
	return w.c.Get(path).Want(w.t, 200).Body
}

// look reads the checkpoint, as signed by the published key.
func (w *witness) look() tlog.Tree {
	w.t.Helper()
	v, err := note.NewVerifier(strings.TrimSpace(w.text("/register/key")))
	if err != nil {
		w.t.Fatal(err)
	}
	signed, err := note.Open([]byte(w.text("/register/checkpoint")), note.VerifierList(v))
	if err != nil {
		w.t.Fatal(err)
	}
	var tree tlog.Tree
	var origin, root string
	if _, err := fmt.Sscanf(signed.Text, "%s\n%d\n%s\n", &origin, &tree.N, &root); err != nil || origin != v.Name() {
		w.t.Fatalf("the checkpoint says %q of %s: %v", signed.Text, v.Name(), err)
	}
	if tree.Hash, err = tlog.ParseHash(root); err != nil {
		w.t.Fatal(err)
	}
	return tree
}

func (w *witness) Height() int { return 8 }

func (w *witness) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles from where tlog-tiles says that they are.
func (w *witness) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		p := w.c.Get("/register/" + strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if p.Status != 200 {
			return nil, fmt.Errorf("%s: %d", tile.Path(), p.Status)
		}
		data[i] = []byte(p.Body)
	}
	return data, nil
}

// goesOn checks that the register went on from what it was, and remembers it as it is.
func (w *witness) goesOn() error {
	w.t.Helper()
	now := w.look()
	if was := w.tree; was.N > 0 {
		var proof register.Consistency
		if err := json.Unmarshal([]byte(w.text(fmt.Sprintf("/register/consistency?old=%d&new=%d", was.N, now.N))),
			&proof); err != nil {
			return err
		}
		if was.N != now.N {
			if err := tlog.CheckTree(proof.Proof, now.N, now.Hash, was.N, was.Hash); err != nil {
				return err
			}
		}
	}
	w.tree = now
	_, err := tlog.ProveRecord(now.N, 0, tlog.TileHashReader(now, w))
	return err
}

func receipt(t *testing.T, c *servertest.Client, reference string) register.LogReceipt {
	t.Helper()
	file := c.Get("/register/"+reference+"/receipt.json").Want(t, 200).Body
	var r register.LogReceipt
	if err := json.Unmarshal([]byte(file), &r); err != nil {
		t.Fatal(err)
	}
	if len(file) > 8000 {
		t.Errorf("the receipt of %s weighs %d bytes", reference, len(file))
	}
	return r
}

// Issue 10, 3: whoever is outside follows the register with a standard client, and each receipt leads to what it knows.
func TestAWitnessFollowsTheRegister(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	w := &witness{t: t, c: c.Browser()}
	if got := w.look(); got.N != 0 {
		t.Errorf("an empty register has %d entries", got.N)
	}
	one := c.Submit(domain.GateAreas)[0]
	for _, who := range []domain.PersonID{c.Aneurin, c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, one, gates.Approve)
		if err := w.goesOn(); err != nil {
			t.Fatal(err)
		}
	}
	c.Verify()
	key := strings.TrimSpace(w.text("/register/key"))
	early := receipt(t, c.As(c.Owen), "FG-000002")
	c.ReadyForIssues()
	c.Submit(domain.GateIssues)
	if err := w.goesOn(); err != nil {
		t.Fatal(err)
	}
	for n := range w.tree.N {
		r := receipt(t, c.As(c.Owen), register.Reference(n+1))
		_, own, err := r.Verify(key)
		if err != nil || own.Size != w.tree.N || tlog.Hash(own.Root) != w.tree.Hash {
			t.Errorf("receipt %d: %+v, %v", n+1, own, err)
		}
		if p := c.As(c.Owen).Get("/register/"+register.Reference(n+1)).Want(t, 200); !p.Says(r.Proof[0].String()) {
			t.Errorf("the page of entry %d shows no proof", n+1)
		}
	}
	_, was, err := early.Verify(key)
	if err != nil {
		t.Fatal(err)
	}
	now, err := register.ReadCheckpoint([]byte(w.text("/register/checkpoint")), key)
	if err != nil {
		t.Fatal(err)
	}
	var proof register.Consistency
	address := fmt.Sprintf("/register/consistency?old=%d&new=%d", was.Size, now.Size)
	if err := json.Unmarshal([]byte(w.text(address)), &proof); err != nil {
		t.Fatal(err)
	}
	if err := register.Agree(was, now, &proof); err != nil {
		t.Errorf("an early receipt and the newest checkpoint: %v", err)
	}
	for _, path := range []string{"/register/tile/entries/000", "/register/tile/data/000", "/register/tile/0/x001/000",
		"/register/tile/0/000", "/register/tile/0/000.p/0", "/register/tile/0/000.p/200", "/register/tile/-1/000",
		"/register/tile/0/a.p/1", "/register/tile/9/000.p/1",
		"/register/tile/4/000", "/register/tile/63/x999/x999/999", "/register/tile/63/000.p/1", "/register/tile/31/999",
		"/register/tile/3/x999/999.p/9", "/register/consistency?old=9223372036854775807&new=9223372036854775807",
		"/register/consistency",
		"/register/consistency?old=2&new=1",
		"/register/consistency?old=1&new=99", "/register/consistency?old=-1&new=2"} {
		w.c.Get(path).Want(t, 404)
	}
}

// Whoever follows the register notices where it was written anew, even if all of it was.
func TestAWitnessNoticesARegisterWrittenAnew(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, one, gates.Approve)
	w := &witness{t: t, c: c.Browser()}
	if err := w.goesOn(); err != nil {
		t.Fatal(err)
	}
	c.Sign(c.Priya, one, gates.Approve)
	c.ByHand(`UPDATE register_entries SET payload = replace(payload, 'approve', 'reject') WHERE position = 2`)
	c.ByHand(`DELETE FROM register_hashes`)
	err := c.App.Store.InTx(t.Context(), func(w db.Writer) error {
		_, err := registerstore.FillHashes(t.Context(), w)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.goesOn(); err == nil {
		t.Error("it follows a register that was written anew")
	}
}

// Without a key nothing is published, and pages say so; receipts lead to the head of the chain.
func TestARegisterWithoutKeyIsNotPublished(t *testing.T) {
	t.Parallel()
	c := town.NewCastle(t)
	c.App.RegisterKey = ""
	one := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, one, gates.Approve)
	for _, path := range []string{"/register/checkpoint", "/register/key", "/register/tile/0/000.p/1",
		"/register/consistency?old=1&new=2"} {
		c.Browser().Get(path).Want(t, 404)
	}
	cpo := c.As(c.Person("Gethin Ofori", policy.CPO))
	if p := cpo.Get("/register").Want(t, 200); !p.Says("No checkpoints of this register are published") {
		t.Errorf("the register does not say so: %s", p.Words())
	}
	var r register.Receipt
	if err := json.Unmarshal([]byte(cpo.Get("/register/FG-000002/receipt.json").Want(t, 200).Body), &r); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Verify(c.Verify().Hash); err != nil {
		t.Errorf("its receipt: %v", err)
	}
}
