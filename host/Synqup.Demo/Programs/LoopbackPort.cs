using System.Net;
using System.Net.Sockets;

namespace Synqup.Demo.Programs;

/// <summary>Ports on this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody uses at the moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
