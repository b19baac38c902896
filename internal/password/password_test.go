package password

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

var light = Effort{Memory: 64, Passes: 1, Threads: 1}

func TestHashKeepsItsParameters(t *testing.T) {
	var standard, cheap = Effort{}, light
	hash, err := standard.Hash(t.Context(), "bridge otter lamp")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %s", hash)
	}
	for password, want := range map[string]bool{"bridge otter lamp": true, "Bridge otter lamp": false, "": false} {
		got, err := cheap.Matches(t.Context(), hash, password)
		if err != nil || got != want {
			t.Errorf("%q matches: %v, %v", password, got, err)
		}
	}
	if standard.Outdated(hash) || !cheap.Outdated(hash) {
		t.Error("a hash is outdated when the effort is no longer the one that it was made with")
	}
	again, err := standard.Hash(t.Context(), "bridge otter lamp")
	if err != nil || again == hash {
		t.Errorf("the same password has the same hash twice (%v): no salt", err)
	}
}

func TestBrokenHashMatchesNothing(t *testing.T) {
	a := light
	for _, hash := range []string{"x", "$argon2id$v=19$m=64,t=0,p=1$AAAA$AAAA", "$argon2id$v=18$m=64,t=1,p=1$AAAA$AAAA",
		"$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA"} {
		if ok, err := a.Matches(t.Context(), hash, "x"); ok || err == nil {
			t.Errorf("%s: %v, %v", hash, ok, err)
		}
	}
}

// An account that there is not costs a hash like any other: with every place taken, its check waits too.
func TestUnknownAccountCostsAHash(t *testing.T) {
	a := light
	if ok, err := a.Matches(t.Context(), "", ""); ok || err != nil {
		t.Fatalf("no account matches: %v, %v", ok, err)
	}
	for range hashesAtOnce {
		hashing <- struct{}{}
	}
	defer func() {
		for range hashesAtOnce {
			<-hashing
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := a.Matches(ctx, "", "bridge otter lamp"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the check was over without a hash: %v", err)
	}
}
