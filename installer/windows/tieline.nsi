; Installer for Windows, from the bundle that PyInstaller makes there.
; Not run yet: it was written and checked on Linux (makensis), where the bundle for Windows cannot be made.
; Steps: docs/installation.md, "Windows".
;
;   makensis /DVERSION=0.1.0 /DBUNDLE=..\..\build\tieline installer\windows\tieline.nsi

Unicode true
!ifndef VERSION
  !define VERSION "0.1.0"
!endif
!ifndef BUNDLE
  !define BUNDLE "..\..\build\tieline"
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Tieline"

Name "Tieline ${VERSION}"
OutFile "..\..\dist\tieline-${VERSION}-windows-x86_64.exe"
InstallDir "$PROGRAMFILES64\Tieline"
InstallDirRegKey HKLM "Software\Tieline" "InstallDir"
RequestExecutionLevel admin
SetCompressor /SOLID lzma
ManifestDPIAware true

!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString ASK_SITES ${LANG_ENGLISH} "Delete journal, users, tags and history of this machine's sites, too? They cannot be made again."
LangString ASK_SITES ${LANG_GERMAN} "Auch Journal, Benutzer, Schilder und Historie der Anlagen dieses Rechners löschen? Sie lassen sich nicht wiederherstellen."
LangString RUNNING ${LANG_ENGLISH} "Tieline is running. End it, then try again."
LangString RUNNING ${LANG_GERMAN} "Tieline läuft. Bitte beenden und noch einmal versuchen."

; The program's file cannot be opened for writing while it runs.
!macro RequireEnded
  IfFileExists "$INSTDIR\tieline.exe" 0 ended
  ClearErrors
  FileOpen $0 "$INSTDIR\tieline.exe" a
  IfErrors 0 writable
  MessageBox MB_OK|MB_ICONSTOP "$(RUNNING)" /SD IDOK
  Abort
  writable:
  FileClose $0
  ended:
!macroend

Section "Tieline"
  SetRegView 64
  !insertmacro RequireEnded
  ; What an older version had and this one has not must not be found by it.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}/*"
  CreateDirectory "$SMPROGRAMS\Tieline"
  CreateShortcut "$SMPROGRAMS\Tieline\Tieline.lnk" "$INSTDIR\tieline.exe"
  CreateShortcut "$SMPROGRAMS\Tieline\Tieline study desk.lnk" "$INSTDIR\tieline.exe" "open"
  WriteRegStr HKLM "Software\Classes\.tieline" "" "Tieline.Study"
  WriteRegStr HKLM "Software\Classes\Tieline.Study" "" "Tieline study"
  WriteRegStr HKLM "Software\Classes\Tieline.Study\DefaultIcon" "" "$INSTDIR\tieline.exe,0"
  WriteRegStr HKLM "Software\Classes\Tieline.Study\shell\open\command" "" '"$INSTDIR\tieline.exe" open "%1"'
  WriteRegStr HKLM "Software\Tieline" "InstallDir" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "Tieline"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "Tieline developers"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" "$0"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  SetRegView 64
  !insertmacro RequireEnded
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\tieline.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\Tieline"
  DeleteRegKey HKLM "Software\Classes\.tieline"
  DeleteRegKey HKLM "Software\Classes\Tieline.Study"
  DeleteRegKey HKLM "Software\Tieline"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  ; Data stays unless somebody says otherwise; a silent uninstall keeps it.
  SetShellVarContext all
  IfFileExists "$APPDATA\tieline\sites\*.*" 0 kept
  MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(ASK_SITES)" /SD IDNO IDNO kept
  RMDir /r "$APPDATA\tieline"
  kept:
SectionEnd
