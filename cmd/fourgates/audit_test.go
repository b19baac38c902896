package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/config"
	"fourgates/internal/register"
)

// kept writes a file for the test and returns its path.
func kept(t *testing.T, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// said is what a command prints, or its error.
func said(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), args, func(string) string { return "" }, &out); err != nil {
		return "error: " + err.Error()
	}
	return out.String()
}

// Issue 10, 3: a receipt is checked against a checkpoint with no database, and what does not fit is named.
func TestAReceiptIsCheckedAgainstACheckpoint(t *testing.T) {
	printed := strings.Fields(said(t, "key", "lcap.example/register"))
	private := strings.TrimPrefix(printed[0], "FOURGATES_REGISTER_KEY=")
	verifier := printed[len(printed)-1]
	key, err := register.ParseLogKey(private)
	if err != nil || key.Verifier() != verifier {
		t.Fatalf("the key %v is checked by %s, %v", printed, key.Verifier(), err)
	}
	sign := func(tree register.Tree) []byte {
		signed, err := key.Sign(tree)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	entry := `{"kind":"signature","position":1,"reference":"FG-000001"}`
	var one, two register.Tree
	one.Add(register.Leaf(entry))
	two.Add(register.Leaf(entry))
	second := register.Leaf(`{"position":2}`)
	two.Add(second)
	file, err := json.Marshal(register.LogReceipt{Format: register.LogReceiptFormat, Entry: entry, Proof: []tlog.Hash{},
		Checkpoint: string(sign(one))})
	if err != nil {
		t.Fatal(err)
	}
	proof, err := json.Marshal(register.Consistency{Old: 1, New: 2, Proof: []tlog.Hash{tlog.Hash(second)}})
	if err != nil {
		t.Fatal(err)
	}
	receipt, same, later := kept(t, "r.json", file), kept(t, "c1", sign(one)), kept(t, "c2", sign(two))
	leads := kept(t, "proof.json", proof)
	changed := kept(t, "x.json", bytes.Replace(file, []byte("signature"), []byte("submission"), 1))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--receipt", receipt}, "give that with --checkpoint"},
		{[]string{"--receipt", receipt}, "nobody asked who signed"},
		{[]string{"--receipt", receipt, "--checkpoint", same, "--key", verifier}, "is of the same register"},
		{[]string{"--receipt", receipt, "--checkpoint", later}, "error: the checkpoints are of 1 and 2 entries"},
		{[]string{"--receipt", receipt, "--checkpoint", later, "--proof", leads, "--key", verifier},
			"of 2 entries, is of the same register"},
		{[]string{"--receipt", changed, "--checkpoint", same}, "error: receipt: the entry or its proof was altered"},
		{[]string{"--receipt", receipt, "--key", "lcap.example"}, "error: receipt: the key is no verifier key"},
		{[]string{"--receipt", receipt, "--proof", leads}, "error: --proof leads from"},
		{[]string{"--receipt", receipt, "--chain", leads}, "error: receipt: it leads to a checkpoint"},
		{[]string{"--receipt", receipt, "--checkpoint", leads}, "is no signed note"},
		{[]string{"--receipt", leads, "--checkpoint", same},
			"error: receipt: it is from before there were checkpoints"},
		{[]string{"--checkpoint", same}, "error: --checkpoint, --key, --proof and --chain are about a receipt"},
	} {
		if got := said(t, append([]string{"audit", "verify"}, c.args...)...); !strings.Contains(got, c.want) {
			t.Errorf("%v: %q, want %q", c.args, got, c.want)
		}
	}
}

// A demo without a key makes one, which stays; another installation publishes nothing without one.
func TestADemoKeepsItsKey(t *testing.T) {
	cfg := config.Config{Data: filepath.Join(t.TempDir(), "data")}
	if key, err := registerKey(cfg, false); key != "" || err != nil {
		t.Errorf("no demo: %q, %v", key, err)
	}
	first, err := registerKey(cfg, true)
	if err != nil {
		t.Fatal(err)
	}
	again, err := registerKey(cfg, true)
	if err != nil || again != first {
		t.Errorf("the second start has another key: %v", err)
	}
	if info, err := os.Stat(filepath.Join(cfg.Data, demoKey)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v, %v", info, err)
	}
	cfg.RegisterKey = "one of one's own"
	if key, err := registerKey(cfg, true); key != "one of one's own" || err != nil {
		t.Errorf("with a setting: %q, %v", key, err)
	}
}
