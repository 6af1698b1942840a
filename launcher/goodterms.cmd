@echo off
rem goodterms, to double-click on Windows.
title goodterms
rem The notes are in UTF-8, and so is what is shown of them.
chcp 65001 >nul
set "PATH=%USERPROFILE%\.cargo\bin;%PATH%"
rem With its ending: without it, this very file would be found first.
goodterms.exe
rem Where it fails, its last words can be read before the window closes.
if not "%errorlevel%"=="0" (
    echo.
    pause
)
