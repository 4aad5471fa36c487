# Restores the pinned Cake and runs a target: ./build.ps1 --target=Test (./build.ps1 --description lists them).
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Host 'The .NET SDK is missing: install the version that global.json names (https://dot.net).'
    Write-Host '0 passed, 1 failed, 0 skipped'
    exit 1
}

dotnet tool restore | Out-Null
if ($LASTEXITCODE -ne 0) {
    Write-Host "Cake could not be restored: see 'dotnet tool restore'."
    Write-Host '0 passed, 1 failed, 0 skipped'
    exit $LASTEXITCODE
}

dotnet cake build.cake $args
exit $LASTEXITCODE
