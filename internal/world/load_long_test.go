//go:build long

package world

import (
	"testing"
	"time"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
)

func TestLoadAtMidnightAfterAChangeOfTheClocks(t *testing.T) {
	pool := dbtest.New(t)
	at := time.Date(2026, time.October, 25, 0, 0, 1, 0, domain.London)
	if err := Load(t.Context(), newApp(pool, at)); err != nil {
		t.Fatal(err)
	}
	if n := number(t, pool, `SELECT count(*) FROM audit_entries WHERE at > $1`, at); n != 0 {
		t.Errorf("%d audit entries later than the load", n)
	}
}
