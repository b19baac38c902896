// Command stop stops the private Postgres that the tests of this checkout share.
package main

import (
	"context"
	"fmt"
	"os"

	"fourgates/internal/db/dbtest"
)

func main() {
	if err := dbtest.Stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
