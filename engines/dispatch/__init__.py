"""Tomorrow's plan: taps, capacitors, storage, generation, demand; with its lower bound, checked by load flow."""
