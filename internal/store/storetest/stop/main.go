// Command stop stops the private Postgres that the tests of this checkout share.
package main

import (
	"context"
	"fmt"
	"os"

	"fourgates/internal/store/storetest"
)

func main() {
	if err := storetest.Stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
