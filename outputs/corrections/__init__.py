"""What people decided about the machine's values: kept, shown beside them, learned from."""
