package schema_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/db/schema"
)

// Guarantee 10: several servers start at once on an empty schema.
func TestManyMigrateAnEmptyDatabaseAtOnce(t *testing.T) {
	url := dbtest.EmptyURL(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	ran := make([]int, 6)
	for i := range ran {
		wg.Go(func() {
			var err error
			if ran[i], err = schema.Up(ctx, url); err != nil {
				t.Errorf("process %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	workers := 0
	for _, n := range ran {
		if n > 0 {
			workers++
		}
	}
	if workers != 1 {
		t.Errorf("%d of %d ran migrations, want 1 (%v)", workers, len(ran), ran)
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	url := dbtest.URL(t)
	if err := schema.Down(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	if n, err := schema.Up(t.Context(), url); err != nil || n != 1 {
		t.Errorf("up again ran %d migrations, %v; want 1", n, err)
	}
}
