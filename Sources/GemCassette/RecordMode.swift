/// What a cassette does with requests it knows and requests it does not know; the modes of VCR.
public enum RecordMode: String, Sendable, Hashable, CaseIterable {
    /// Replay only; an unknown request is an error.
    case none
    /// Record everything if the cassette's file did not exist when it was opened, else replay only.
    case once
    /// Replay what the file holds, record what it does not.
    ///
    /// What this session records is not replayed to this session, so that polling goes on until the state has changed.
    case newEpisodes = "new-episodes"
    /// Record everything, replacing what the file held for the same requests.
    case all

    /// Reads a mode as people spell it: `new-episodes`, `newEpisodes` and `new_episodes` alike.
    public init?(spelling: some StringProtocol) {
        let plain = spelling.lowercased().filter(\.isLetter)
        guard let mode = Self.allCases.first(where: { $0.rawValue.filter(\.isLetter) == plain }) else { return nil }
        self = mode
    }
}

/// How fast a recorded answer comes back.
public enum Playback: String, Sendable, Hashable, CaseIterable {
    /// At once.
    case immediate
    /// With the delays that were measured while recording.
    case asRecorded
}
