package register

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

// chain is a register of n entries.
func chain(t *testing.T, n int) ([]RegisterEntry, Head) {
	t.Helper()
	var head Head
	var list []RegisterEntry
	for i := range n {
		p := RegisterPayload{Kind: EntrySignature, Area: "CAS", Gate: domain.GateAreas, Attempt: 1,
			Person: fmt.Sprintf("Member %d", i), Decision: "approve"}
		e, err := p.Chain(head, time.Date(2026, 3, 10, 10, 0, i, 123456000, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		if head, err = head.Follow(e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list, head
}

func walk(list []RegisterEntry) (head Head, err error) {
	for _, e := range list {
		if head, err = head.Follow(e); err != nil {
			return head, err
		}
	}
	return head, nil
}

func TestChainIsAsDocumented(t *testing.T) {
	list, head := chain(t, 2)
	first, second := list[0], list[1]
	if first.Position != 1 || first.Reference != "FG-000001" || first.Prev != (domain.Digest{}) {
		t.Errorf("the first entry is %+v", first)
	}
	// In other words than the code's: SHA-256 over 32 bytes of the hash before and 32 bytes of the payload's SHA-256.
	payload := sha256.Sum256([]byte(second.Payload))
	if want := domain.Digest(sha256.Sum256([]byte(string(first.Hash[:]) + string(payload[:])))); second.Hash != want {
		t.Errorf("the second hash is %s, want %s", second.Hash, want)
	}
	if head != (Head{2, second.Hash}) {
		t.Errorf("the head is %v", head)
	}
	p, err := second.Read()
	want := RegisterPayload{Position: 2, Reference: "FG-000002", Kind: EntrySignature, Area: "CAS", Gate: 1, Attempt: 1,
		Person: "Member 1", Decision: "approve", At: "2026-03-10T10:00:01.123456Z"}
	if d := cmp.Diff(want, p); err != nil || d != "" {
		t.Errorf("reads as %v (-want +got):\n%s", err, d)
	}
}

func TestEveryTamperingIsNamed(t *testing.T) {
	edit := func(e RegisterEntry, from, to string) RegisterEntry {
		e.Payload = strings.Replace(e.Payload, from, to, 1)
		return e
	}
	seal := func(e RegisterEntry) RegisterEntry {
		e.Hash = Link(e.Prev, sha256.Sum256([]byte(e.Payload)))
		return e
	}
	for name, c := range map[string]struct {
		tamper func([]RegisterEntry) []RegisterEntry
		names  string
	}{
		"a decision changed": {func(l []RegisterEntry) []RegisterEntry {
			l[2] = edit(l[2], "approve", "reject")
			return l
		}, "entry 3 was altered"},
		"a decision changed and resealed": {func(l []RegisterEntry) []RegisterEntry {
			l[2] = seal(edit(l[2], "approve", "reject"))
			return l
		}, "entry 4 does not follow"},
		"a space put in": {func(l []RegisterEntry) []RegisterEntry { l[2].Payload += " "; return l },
			"entry 3 was altered"},
		"a hash changed": {func(l []RegisterEntry) []RegisterEntry { l[2].Hash[31] ^= 1; return l },
			"entry 3 was altered"},
		"a hash before changed": {func(l []RegisterEntry) []RegisterEntry { l[2].Prev[0] ^= 1; return l },
			"entry 3 does not follow"},
		"an entry taken out": {func(l []RegisterEntry) []RegisterEntry { return append(l[:2], l[3:]...) },
			"entry 3 is missing"},
		"the first taken out": {func(l []RegisterEntry) []RegisterEntry { return l[1:] }, "entry 1 is missing"},
		"one taken out and renumbered": {func(l []RegisterEntry) []RegisterEntry {
			l = append(l[:2], l[3:]...)
			l[2].Position = 3
			return l
		}, "entry 3 does not follow"},
		"two changed over": {func(l []RegisterEntry) []RegisterEntry { l[1], l[2] = l[2], l[1]; return l },
			"entry 2 is missing"},
		"one there twice": {func(l []RegisterEntry) []RegisterEntry { l[3] = l[2]; return l }, "entry 4 is missing"},
		"a time column changed": {func(l []RegisterEntry) []RegisterEntry {
			l[2].At = l[2].At.Add(time.Microsecond)
			return l
		}, "entry 3 was altered: its columns"},
		"a reference column changed": {func(l []RegisterEntry) []RegisterEntry {
			l[2].Reference = "FG-000009"
			return l
		}, "entry 3 was altered: its columns"},
		"a kind column changed": {func(l []RegisterEntry) []RegisterEntry { l[2].Kind = EntryOutcome; return l },
			"entry 3 was altered: its columns"},
		"text that is no entry": {func(l []RegisterEntry) []RegisterEntry {
			l[2].Payload = "approve"
			l[2] = seal(l[2])
			return l
		}, "entry 3 cannot be read"},
	} {
		list, _ := chain(t, 5)
		if _, err := walk(c.tamper(list)); err == nil || !strings.HasPrefix(err.Error(), c.names) {
			t.Errorf("%s: %v, want %q", name, err, c.names)
		}
	}
}

func TestTruncatedTailEndsAtAnotherHead(t *testing.T) {
	list, head := chain(t, 5)
	if got, err := walk(list[:4]); err != nil || got == head {
		t.Errorf("without its last entry the chain ends at %v, %v", got, err)
	}
}

func receipt(t *testing.T, of, length int) (Receipt, []Head) {
	t.Helper()
	list, head := chain(t, length)
	var after []domain.Digest
	heads := []Head{}
	for _, e := range list {
		heads = append(heads, Head{e.Position, e.Hash})
		if e.Position > int64(of) {
			after = append(after, sha256.Sum256([]byte(e.Payload)))
		}
	}
	return NewReceipt("Aldermoor County Council", list[of-1], after, head), heads
}

func TestReceiptLeadsToEveryHeadFromItsEntryOn(t *testing.T) {
	r, heads := receipt(t, 3, 6)
	for _, published := range heads[2:] {
		got, err := r.Verify(published.Hash)
		if err != nil || got.Head != published || got.Payload.Person != "Member 2" {
			t.Errorf("against head %d: %+v, %v", published.Position, got, err)
		}
	}
	if got, err := r.Verify(domain.Digest{}); err != nil || got.Head != heads[5] {
		t.Errorf("on its own it leads to %v, %v", got.Head, err)
	}
	newest, last := receipt(t, 6, 6)
	if got, err := newest.Verify(last[5].Hash); err != nil || got.Head != last[5] {
		t.Errorf("the newest entry's receipt leads to %v, %v", got.Head, err)
	}
}

func TestReceiptThatDoesNotFitIsRefused(t *testing.T) {
	_, longer := receipt(t, 3, 9)
	for name, c := range map[string]struct {
		spoil     func(*Receipt)
		published domain.Digest
		says      string
	}{
		"another format": {func(r *Receipt) { r.Format = "receipt" }, domain.Digest{},
			"this is no receipt"},
		"an entry altered": {func(r *Receipt) { r.Entry = strings.Replace(r.Entry, "approve", "reject", 1) },
			domain.Digest{}, "the entry was altered"},
		"a position altered": {func(r *Receipt) {
			r.Entry = strings.Replace(r.Entry, `"position":3`, `"position":2`, 1)
		}, domain.Digest{}, "the entry was altered"},
		"an entry that is no JSON": {func(r *Receipt) { r.Entry = "approve" }, domain.Digest{},
			"the entry cannot be read"},
		"a hash before altered": {func(r *Receipt) { r.Prev = strings.Repeat("ab", 32) }, domain.Digest{},
			"the entry was altered"},
		"a hash before that is none": {func(r *Receipt) { r.Prev = "" }, domain.Digest{}, "previous hash"},
		"its hash altered": {func(r *Receipt) { r.Hash = strings.Repeat("0", 64) }, domain.Digest{},
			"the entry was altered"},
		"a later digest altered": {func(r *Receipt) { r.After[1] = r.After[0] }, domain.Digest{},
			"the chain in the receipt"},
		"a later digest left out": {func(r *Receipt) { r.After = r.After[1:] }, domain.Digest{},
			"the chain in the receipt"},
		"a later digest added": {func(r *Receipt) { r.After = append(r.After, r.After[0]) }, domain.Digest{},
			"the chain in the receipt"},
		"a later digest that is none": {func(r *Receipt) { r.After[2] = "later" }, domain.Digest{},
			"digest 3 after the entry"},
		"its head altered": {func(r *Receipt) { r.Head.Hash = longer[8].Hash.String() }, domain.Digest{},
			"the chain in the receipt"},
		"its head's position altered": {func(r *Receipt) { r.Head.Position++ }, domain.Digest{},
			"the chain in the receipt"},
		"a head of another chain": {func(*Receipt) {}, domain.Digest{1},
			"the receipt does not lead to the published head"},
		"a head before the entry": {func(*Receipt) {}, longer[1].Hash,
			"the receipt does not lead to the published head"},
		"a head newer than itself": {func(*Receipt) {}, longer[8].Hash,
			"the receipt does not lead to the published head"},
	} {
		r, _ := receipt(t, 3, 6)
		c.spoil(&r)
		if _, err := r.Verify(c.published); err == nil || !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestDigestReadsSixtyFourHexDigits(t *testing.T) {
	for _, s := range []string{"", "ab", strings.Repeat("a", 63), strings.Repeat("a", 65), strings.Repeat("g", 64),
		strings.Repeat("a", 66)} {
		if d, err := domain.ParseDigest(s); err == nil {
			t.Errorf("%q reads as %s", s, d)
		}
	}
}
