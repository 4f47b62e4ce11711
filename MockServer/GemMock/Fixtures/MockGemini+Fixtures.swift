extension MockGemini {
    /// Every fixture in the order they are tried, with how often it has answered.
    public var fixtureUses: [FixtureUse] { fixtures.uses }

    /// The fixtures that have not answered since the start or the last reset.
    public var unusedFixtures: [FixtureUse] { fixtureUses.filter { $0.uses == 0 } }

    /// The fixture files that could not be read again after a change, whose last good version still answers.
    public var fixtureProblems: [FixtureProblem] { fixtures.problems }
}
