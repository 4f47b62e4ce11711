/// What a cassette does with requests it knows and requests it does not know; the modes of VCR.
public enum RecordMode: String, Sendable, Hashable, CaseIterable {
    /// Replay only; an unknown request is an error.
    case none
    /// Record everything if the cassette's file did not exist when it was opened, else replay only.
    case once
    /// Replay what the file holds, record what it does not.
    ///
    /// What this session records is not replayed to this session, so that polling goes on until the state has changed.
    case newEpisodes
    /// Record everything, replacing what the file held for the same requests.
    case all
}

/// How fast a recorded answer comes back.
public enum Playback: String, Sendable, Hashable, CaseIterable {
    /// At once.
    case immediate
    /// With the delays that were measured while recording.
    case asRecorded
}
