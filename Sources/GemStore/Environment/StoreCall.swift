/// A call that may fail: into LMDB, or of the file system. Tests let the n-th one fail.
enum StoreCall: Sendable, Hashable, CaseIterable {
    /// LMDB: a transaction, a row, the map.
    case begin, put, delete, clear, commit, grow
    /// Blobs: make a file, write to it, put it on disk, name it, and put the folder's names on disk.
    case makeFile, writeFile, syncFile, nameFile, syncFolder
}

/// Decides whether a call fails: the code it fails with, 0 for none.
typealias StoreFault = @Sendable (StoreCall) -> Int32
