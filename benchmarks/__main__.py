"""All benchmarks that need nothing but this checkout, one after the other."""

from benchmarks import durability

durability.main()
