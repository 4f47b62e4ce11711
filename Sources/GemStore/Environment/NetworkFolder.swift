#if canImport(Darwin)
internal import Darwin
#else
internal import CLMDB
#endif

/// Tells folders on the network from local ones: LMDB's locks and its memory map do not work across machines.
enum NetworkFolder {
    /// The name of the network file system a path lies on; nil for a local one, or where that cannot be told.
    ///
    /// FUSE counts as local: it may be an encrypted disk as well as a remote one.
    static func fileSystem(of path: String) -> String? {
        #if canImport(Darwin)
        var info = statfs()
        guard statfs(path, &info) == 0, info.f_flags & UInt32(MNT_LOCAL) == 0 else { return nil }
        return withUnsafeBytes(of: info.f_fstypename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        #else
        return names[gem_file_system(path)]
        #endif
    }

    /// The magic numbers of statfs(2).
    private static let names: [UInt32: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB", 0xFF53_4D42: "CIFS", 0x0102_1997: "9P", 0x5346_414F: "AFS",
        0x6B41_4653: "AFS", 0x7375_7245: "Coda", 0x564C: "NCP", 0x00C3_6400: "Ceph", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS",
        0x0116_1970: "GFS2", 0x7461_636F: "OCFS2", 0x013E_1977: "BeeGFS",
    ]
}
