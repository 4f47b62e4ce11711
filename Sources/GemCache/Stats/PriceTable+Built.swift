extension PriceTable {
    /// The table that gemcache comes with: US dollars, standard tier, text, prompts of up to 200,000 tokens.
    ///
    /// An estimate and no bill: batch, flex, priority, grounding, storage, other modalities and free tiers are priced otherwise.
    package static let built = PriceTable(
        date: "2026-10-07", source: "https://ai.google.dev/gemini-api/docs/pricing", currency: "USD",
        models: [
            "gemini-3.8-flash": Price(0.75, 3.75),
            "gemini-3.5-flash": Price(1.50, 9.00),
            "gemini-3.5-flash-lite": Price(0.30, 2.50),
            "gemini-3.1-pro": Price(2.00, 12.00),
            "gemini-3.1-flash-lite": Price(0.25, 1.50),
            "gemini-3-pro": Price(2.00, 12.00),
            "gemini-3-flash": Price(0.50, 3.00),
            "gemini-2.5-pro": Price(1.25, 10.00),
            "gemini-2.5-flash": Price(0.30, 2.50),
            "gemini-2.5-flash-lite": Price(0.10, 0.40),
            "gemini-2.0-flash": Price(0.10, 0.40, cached: 0.025),
            "gemini-2.0-flash-lite": Price(0.075, 0.30),
            "gemini-embedding-2": Price(0.20, 0),
            "gemini-embedding-001": Price(0.15, 0),
        ])
}
