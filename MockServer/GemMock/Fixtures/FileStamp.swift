internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What tells that a file has changed: its length, its time, its place on the disk.
struct FileStamp: Sendable, Hashable {
    let length: Int64
    private let seconds: Int
    private let nanoseconds: Int
    private let inode: UInt64

    /// The stamp of a file; nil where there is none.
    init?(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        length = Int64(info.st_size)
        inode = UInt64(info.st_ino)
        #if canImport(Darwin)
        (seconds, nanoseconds) = (info.st_mtimespec.tv_sec, info.st_mtimespec.tv_nsec)
        #else
        (seconds, nanoseconds) = (info.st_mtim.tv_sec, info.st_mtim.tv_nsec)
        #endif
    }

    /// The stamps of a folder's `*.json` files by name.
    static func all(in path: String) throws(GemError) -> [String: FileStamp] {
        guard let folder = opendir(path) else { throw FileSlice.failure("open the fixtures folder", path) }
        defer { closedir(folder) }
        var stamps: [String: FileStamp] = [:]
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Editors keep their drafts beside the file, with a dot before the name.
            guard name.hasSuffix(".json"), !name.hasPrefix(".") else { continue }
            stamps[name] = FileStamp("\(path)/\(name)")
        }
        return stamps
    }
}
