// Tests here measure allocations and drive many threads: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
