package servertest_test

import (
	"testing"

	"fourgates/internal/serve/servertest"
	"fourgates/internal/world"
)

func TestWorldIsThereForEachTestAnew(t *testing.T) {
	for range 2 {
		h := servertest.NewWorld(t)
		if n := h.Int(`SELECT count(*) FROM issues`); n != 391 {
			t.Errorf("%d issues, want 391", n)
		}
		h.Exec(`DELETE FROM issue_evidence`)
		h.As(h.Who("member.ward.1")).Get("/").Want(t, 200)
		if h.Where("LCA-01") == 0 {
			t.Error("Hollin Green is not there")
		}
	}
}

func TestWorldLetsItsPeopleIn(t *testing.T) {
	b := servertest.NewWorld(t).Browser()
	b.Get("/sign-in").Want(t, 200)
	b.Post("/sign-in", "email", "clo@demo.test", "password", world.Password).Want(t, 303)
	if p := b.Get("/").Want(t, 200); !p.Says("Siân Prothero") {
		t.Errorf("signed in as somebody else:\n%s", p.Words())
	}
}
